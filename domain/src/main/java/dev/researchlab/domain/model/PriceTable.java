package dev.researchlab.domain.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What models cost at their providers' own addresses.
 *
 * @param version which state of the prices this is, such as a date
 * @param entries where several fit a model, the one with the longest pattern counts, and of equally
 *     long ones the first
 */
public record PriceTable(String version, List<Entry> entries) {

  /**
   * The price of some models.
   *
   * @param model the provider's name of the model, or with a {@code *} at its end how it begins
   */
  public record Entry(String provider, String model, TokenPrice price) {

    private boolean fits(ModelSpecification specification) {
      String name = specification.modelIdentifier();
      boolean same =
          model.endsWith("*")
              ? name.startsWith(model.substring(0, model.length() - 1))
              : name.equals(model);
      return same && provider.equals(specification.provider());
    }
  }

  public PriceTable {
    entries = List.copyOf(entries);
  }

  /** This table with the entries of another one before its own. */
  public PriceTable under(PriceTable other) {
    List<Entry> both = new ArrayList<>(other.entries);
    both.addAll(entries);
    return new PriceTable(version + " and " + other.version, both);
  }

  /**
   * The price of a model, if it is known; behind an address of the user's own nothing is, as the
   * same name may mean a model that somebody runs himself.
   */
  public Optional<TokenPrice> price(ModelSpecification specification) {
    return specification.endpoint() != null
        ? Optional.empty()
        : entries.stream()
            .filter(entry -> entry.fits(specification))
            .max(Comparator.comparingInt(entry -> entry.model().length()))
            .map(Entry::price);
  }
}
