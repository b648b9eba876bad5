package dev.researchlab.domain.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What models cost at their providers' own addresses.
 *
 * @param version which state of the prices this is, such as a date
 * @param entries where several fit a model, its own name counts before patterns, the longest
 *     pattern before shorter ones, and of equals the first
 * @param fallback where to look when no entry fits
 */
public record PriceTable(String version, List<Entry> entries, @Nullable PriceTable fallback) {

  /**
   * The price of some models.
   *
   * @param model the provider's name of the model, or with a {@code *} at its end how it begins
   */
  public record Entry(String provider, String model, TokenPrice price) {

    private boolean fits(ModelSpecification specification) {
      String name = specification.modelIdentifier();
      boolean same =
          isPattern()
              ? name.startsWith(model.substring(0, model.length() - 1))
              : name.equals(model);
      return same && provider.equals(specification.provider());
    }

    private boolean isPattern() {
      return model.endsWith("*");
    }
  }

  private static final Comparator<Entry> BY_FIT =
      Comparator.comparing((Entry entry) -> !entry.isPattern())
          .thenComparingInt(entry -> entry.model().length());

  public PriceTable {
    entries = List.copyOf(entries);
  }

  public PriceTable(String version, List<Entry> entries) {
    this(version, entries, null);
  }

  /** Another table, with this one for the models that it does not price. */
  public PriceTable under(PriceTable other) {
    return new PriceTable(other.version + " over " + version, other.entries, this);
  }

  /**
   * The price of a model, if it is known; behind an address of the user's own nothing is, as the
   * same name may mean a model that somebody runs himself.
   */
  public Optional<TokenPrice> price(ModelSpecification specification) {
    if (specification.endpoint() != null) {
      return Optional.empty();
    }
    Optional<TokenPrice> own =
        entries.stream().filter(entry -> entry.fits(specification)).max(BY_FIT).map(Entry::price);
    return own.isPresent() || fallback == null ? own : fallback.price(specification);
  }
}
