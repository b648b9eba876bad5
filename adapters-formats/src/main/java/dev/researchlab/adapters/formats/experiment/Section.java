package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.experiment.Yaml.Kind;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** One mapping of an experiment file and its key path: typed values, every problem at its place. */
record Section(String path, Yaml.Mapping mapping) {

  /**
   * @throws InvalidException if the value is not a mapping
   */
  static Section of(String path, Yaml value) {
    if (value instanceof Yaml.Mapping mapping) {
      return new Section(path, mapping);
    }
    throw value.place().problem(path, "expected a mapping of keys, found " + value.shown());
  }

  /** As above, with the keys of that level only. */
  static Section of(String path, Yaml value, Level level) {
    return of(path, value).requireKeys(level.keys());
  }

  Section requireKeys(Collection<String> known) {
    for (String key : mapping.entries().keySet()) {
      if (!known.contains(key)) {
        throw problem(key, "unknown key '" + key + "'" + didYouMean(key, known));
      }
    }
    return this;
  }

  /** The nearest name, and all that there are. */
  static String didYouMean(String name, Collection<String> known) {
    String near = NearestName.of(name, known).map(it -> "; did you mean '" + it + "'?").orElse(";");
    return known.isEmpty() ? "" : near + " there are: " + String.join(", ", known);
  }

  Optional<Yaml> value(String key) {
    return Optional.ofNullable(mapping.entries().get(key));
  }

  List<String> keysBeside(Level level) {
    return mapping.entries().keySet().stream().filter(key -> !level.keys().contains(key)).toList();
  }

  /** Where the value stands, or this mapping where the key is absent. */
  Place place(String key) {
    return value(key).orElse(mapping).place();
  }

  InvalidException problem(String key, String what) {
    return place(key).problem(pathOf(key), what);
  }

  InvalidException missing(String key, String toAdd) {
    return problem(key, "is missing; add " + toAdd);
  }

  private String pathOf(String key) {
    return Yaml.join(path, key);
  }

  private static InvalidException unexpected(String path, String expected, Yaml found) {
    return found.place().problem(path, "expected " + expected + ", found " + found.shown());
  }

  /** A text; numbers and booleans are taken as written. */
  Optional<String> text(String key) {
    return value(key).map(value -> textOf(pathOf(key), value));
  }

  private static String textOf(String path, Yaml value) {
    if (value instanceof Yaml.Scalar scalar && scalar.kind() != Kind.NOTHING) {
      return scalar.text();
    }
    // A text on the command line may hold a colon or braces, and is not meant as YAML then.
    if (!(value instanceof Yaml.Scalar)
        && value.place() instanceof Place.Setting setting
        && setting.path().equals(path)) {
      return setting.value();
    }
    throw unexpected(path, "a text", value);
  }

  /** A text that is not blank. */
  Optional<String> name(String key) {
    Optional<String> name = text(key);
    if (name.isPresent() && name.get().isBlank()) {
      throw problem(key, "is empty; give it a value");
    }
    return name;
  }

  String requiredName(String key, String toAdd) {
    return name(key).orElseThrow(() -> missing(key, toAdd));
  }

  /** A text or a list of texts; none where the key is absent. */
  List<String> texts(String key) {
    Optional<Yaml> value = value(key);
    if (value.isPresent() && value.get() instanceof Yaml.Items) {
      return items(key, Section::textOf);
    }
    return text(key).map(List::of).orElse(List.of());
  }

  Optional<Long> wholeNumber(String key) {
    return value(key)
        .map(
            value -> {
              try {
                return exact(key, "a whole number", value).longValueExact();
              } catch (ArithmeticException e) {
                throw unexpected(pathOf(key), "a whole number", value);
              }
            });
  }

  Optional<Integer> smallWholeNumber(String key) {
    Optional<Long> number = wholeNumber(key);
    if (number.isPresent() && number.get() != number.get().intValue()) {
      throw problem(key, "must be at most " + Integer.MAX_VALUE + ", not " + number.get());
    }
    return number.map(Long::intValue);
  }

  Optional<BigDecimal> number(String key) {
    return value(key).map(value -> exact(key, "a number", value));
  }

  Optional<Double> decimal(String key) {
    Optional<Double> number = number(key).map(BigDecimal::doubleValue);
    if (number.isPresent() && number.get().isInfinite()) {
      throw problem(key, "is too large a number");
    }
    return number;
  }

  private BigDecimal exact(String key, String expected, Yaml value) {
    return Numbers.exact(value).orElseThrow(() -> unexpected(pathOf(key), expected, value));
  }

  Optional<Duration> duration(String key) {
    return value(key)
        .map(
            value ->
                Optional.of(value)
                    .filter(Yaml.Scalar.class::isInstance)
                    .flatMap(scalar -> Numbers.duration(((Yaml.Scalar) scalar).text()))
                    .orElseThrow(
                        () ->
                            unexpected(
                                pathOf(key), "a duration such as 500ms, 60s, 5m or 1h", value)));
  }

  /** The mapping of that key; one without keys where it is absent. */
  Section section(String key, Level level) {
    Yaml value = value(key).orElse(new Yaml.Mapping(Map.of(), mapping.place()));
    return of(pathOf(key), value, level);
  }

  Section requiredSection(String key, Level level) {
    if (value(key).isEmpty()) {
      throw missing(key, "a mapping with " + String.join(", ", level.keys()));
    }
    return section(key, level);
  }

  /** The items of a list, each read with its path; none where the key is absent. */
  <T> List<T> items(String key, BiFunction<String, Yaml, T> read) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Yaml.Items list)) {
      throw unexpected(pathOf(key), "a list", value.get());
    }
    List<T> items = new ArrayList<>();
    for (Yaml item : list.items()) {
      items.add(read.apply(Yaml.itemPath(pathOf(key), items.size(), item), item));
    }
    return items;
  }

  /** What the maker makes of values read before; its refusal stands at the key that it names. */
  <T> T make(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (InvalidException e) {
      throw e.path().isEmpty()
          ? mapping.place().problem(path, e.problem())
          : problem(e.path(), e.problem());
    }
  }
}
