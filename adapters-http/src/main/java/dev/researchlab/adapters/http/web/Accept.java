package dev.researchlab.adapters.http.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which media types a client takes, as its header {@code Accept} says (RFC 9110, 12.5.1). */
record Accept(List<Range> ranges) {

  /** A type, a type with any subtype, or any type; of quality 0 it is refused. */
  private record Range(String type, double quality) {

    /** How closely the range names the type: 3 by its name, 1 as any, 0 where it does not. */
    int closeness(String other) {
      if (type.equals(other)) {
        return 3;
      }
      if (type.endsWith("/*") && other.startsWith(type.substring(0, type.length() - 1))) {
        return 2;
      }
      return type.equals("*/*") ? 1 : 0;
    }
  }

  /** Reads the header; an empty one is every type. What cannot be read is left out. */
  static Accept of(String header) {
    List<Range> ranges = new ArrayList<>();
    for (String item : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = item.split(";", -1);
      String type = parts[0].strip();
      double quality = 1;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].replace(" ", "");
        if (parameter.startsWith("q=")) {
          quality = number(parameter.substring(2));
        }
      }
      if (!type.isEmpty()) {
        ranges.add(new Range(type, quality));
      }
    }
    return new Accept(ranges.isEmpty() ? List.of(new Range("*/*", 1)) : ranges);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** How much the type is wanted, 0 where it is not taken: the range that names it closest says. */
  private double quality(String type) {
    Range closest = ranges.getFirst();
    for (Range range : ranges) {
      if (range.closeness(type) > closest.closeness(type)) {
        closest = range;
      }
    }
    return closest.closeness(type) == 0 ? 0 : closest.quality();
  }

  /** The type that is wanted most, of those wanted alike the first; empty where none is taken. */
  Optional<String> best(List<String> types) {
    Optional<String> best = Optional.empty();
    for (String type : types) {
      if (quality(type) > best.map(this::quality).orElse(0.0)) {
        best = Optional.of(type);
      }
    }
    return best;
  }
}
