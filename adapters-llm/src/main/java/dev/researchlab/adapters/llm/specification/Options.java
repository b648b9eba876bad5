package dev.researchlab.adapters.llm.specification;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The options of a specification: each is one that its provider knows. */
public final class Options {

  private final String provider;
  private final Map<String, String> values;

  private Options(String provider, Map<String, String> values) {
    this.provider = provider;
    this.values = values;
  }

  /**
   * The options of the specification.
   *
   * @throws InvalidException if the provider does not know one of them
   */
  public static Options of(ModelSpecification specification, ProviderDescription description) {
    var known = new TreeSet<>(description.options().keySet());
    for (String name : new TreeSet<>(specification.options().keySet())) {
      if (!known.contains(name)) {
        throw new InvalidException(
            name,
            "provider "
                + description.name()
                + " has no such option; it has "
                + String.join(", ", known));
      }
    }
    return new Options(description.name(), specification.options());
  }

  /** The value of the option, or the other one where the specification does not say. */
  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * The value of the option.
   *
   * @throws InvalidException if the specification does not say, or says nothing
   */
  public String required(String name) {
    @Nullable String value = values.get(name);
    if (value == null || value.isBlank()) {
      throw new InvalidException(name, "is missing; provider " + provider + " needs it");
    }
    return value;
  }

  /**
   * The value of an option that is one of these; the first of them where the specification does not
   * say.
   *
   * @throws InvalidException if it is none of them
   */
  public String oneOf(String name, List<String> choices) {
    String value = text(name, choices.getFirst());
    if (!choices.contains(value)) {
      throw new InvalidException(
          name, "must be %s, not '%s'".formatted(String.join(" or ", choices), value));
    }
    return value;
  }

  /**
   * The value of an option that is true or false; false where the specification does not say.
   *
   * @throws InvalidException if it is neither
   */
  public boolean flag(String name) {
    return oneOf(name, List.of("false", "true")).equals("true");
  }

  /**
   * The value of an option that is a number in these bounds.
   *
   * @throws InvalidException if it is not
   */
  public double number(String name, double otherwise, double least, double most) {
    @Nullable String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, together with numbers out of bounds.
    }
    throw new InvalidException(
        name, "must be a number from %s to %s, not '%s'".formatted(least, most, value));
  }
}
