package dev.researchlab.domain.metric;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a metric; every mistake in them is an {@link InvalidException}. */
final class Parameters {

  /** Powers of ten beyond it are no tolerance anybody means, and arithmetic on them overflows. */
  private static final int MAX_SCALE = 1000;

  private final MetricDefinition definition;

  private Parameters(MetricDefinition definition) {
    this.definition = definition;
  }

  /** The parameters of a metric whose type knows these names and no other. */
  static Parameters of(MetricDefinition definition, String... known) {
    Parameters parameters = new Parameters(definition);
    List<String> names = List.of(known);
    for (String name : new TreeSet<>(definition.parameters().keySet())) {
      if (!names.contains(name)) {
        throw new InvalidException(
            name,
            definition.type()
                + " has no such parameter"
                + suggestion(name, names)
                + (names.isEmpty() ? "; it takes none" : "; it takes " + String.join(", ", names)));
      }
    }
    return parameters;
  }

  /** The value as it is, or null where it is not given. */
  @Nullable String text(String name) {
    return definition.parameters().get(name);
  }

  String text(String name, String otherwise) {
    return definition.parameters().getOrDefault(name, otherwise);
  }

  String required(String name) {
    String value = text(name);
    if (value == null || value.isEmpty()) {
      throw new InvalidException(name, "is missing; " + definition.type() + " needs it");
    }
    return value;
  }

  boolean flag(String name, boolean otherwise) {
    return switch (text(name, String.valueOf(otherwise)).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "it is true or false");
    };
  }

  /** A number, 0 or above. */
  BigDecimal amount(String name, BigDecimal otherwise) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    if (value.length() > 2 * MAX_SCALE) {
      throw new InvalidException(name, "is too long; it is a number, 0 or above");
    }
    try {
      BigDecimal amount = new BigDecimal(value);
      if (amount.signum() >= 0 && Math.abs((long) amount.scale()) <= MAX_SCALE) {
        return amount;
      }
    } catch (NumberFormatException e) {
      // Said below, in one sentence for both mistakes.
    }
    throw wrong(name, "it is a number, 0 or above");
  }

  @Nullable Anchor anchor(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    String anchor = Normalization.strip(value);
    if (anchor.isEmpty() || anchor.contains("\n")) {
      throw wrong(name, "it is the text that a line starts with, such as 'A:'");
    }
    return new Anchor(anchor);
  }

  /** What to say of the name that was probably meant, if there is one. */
  static String suggestion(String name, Collection<String> known) {
    return NearestName.of(name, known)
        .map(nearest -> " (did you mean " + nearest + "?)")
        .orElse("");
  }

  /** The failure of a parameter whose value cannot be. */
  InvalidException wrong(String name, String right) {
    return new InvalidException(name, "cannot be '" + text(name, "") + "': " + right);
  }
}
