package dev.researchlab.adapters.formats.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A YAML document whose values know their places; immutable. */
sealed interface Yaml {

  /** What a scalar without quotes stands for. */
  enum Kind {
    TEXT,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    NOTHING
  }

  Place place();

  /**
   * A single value.
   *
   * @param text as written, without quotes
   */
  record Scalar(Kind kind, String text, Place place) implements Yaml {}

  record Items(List<Yaml> items, Place place) implements Yaml {

    public Items {
      items = List.copyOf(items);
    }

    Items with(int index, Yaml item) {
      List<Yaml> changed = new ArrayList<>(items);
      changed.set(index, item);
      return new Items(changed, place);
    }
  }

  /** Keys and values in their order; the place of a value is that of its key. */
  record Mapping(Map<String, Yaml> entries, Place place) implements Yaml {

    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    Mapping with(String key, Yaml value) {
      Map<String, Yaml> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(changed, place);
    }
  }

  /** What was found here, for a message that says what was expected. */
  default String shown() {
    return switch (this) {
      case Scalar scalar when scalar.kind() == Kind.NOTHING -> "nothing";
      case Scalar scalar when scalar.text().length() > 60 ->
          "'" + scalar.text().substring(0, 60) + "...'";
      case Scalar scalar -> "'" + scalar.text() + "'";
      case Items ignored -> "a list";
      case Mapping ignored -> "a mapping";
    };
  }

  /** The name by which an item of a list can be chosen, where it has one. */
  static Optional<String> itemName(Yaml item) {
    return switch (item) {
      case Scalar scalar -> Optional.of(scalar.text());
      case Items ignored -> Optional.empty();
      case Mapping mapping -> {
        Yaml name = mapping.entries().getOrDefault("name", mapping.entries().get("type"));
        yield name instanceof Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
      }
    };
  }

  /** The path of an item: a mapping by its name where it has one, anything else by its number. */
  static String itemPath(String listPath, int index, Yaml item) {
    return Optional.of(item)
        .filter(Mapping.class::isInstance)
        .flatMap(Yaml::itemName)
        .map(name -> listPath + "." + name)
        .orElse(listPath + "[" + index + "]");
  }

  /**
   * One step along a key path.
   *
   * @param path of the child
   * @param rest of the key path, from the child on
   * @param key of the child in a mapping, else null
   * @param index of the child in a list, else -1
   */
  record Step(String path, @Nullable String key, int index, Yaml child, String rest) {}

  /** The end of a key path, or what separates a key from the one below. */
  Pattern BELOW = Pattern.compile("$|[.\\[]");

  /** {@code [0]} or {@code 0}, then the end or the next key. */
  Pattern INDEX = Pattern.compile("(?:\\[(\\d{1,6})]|(\\d{1,6}))(?=$|[.\\[])");

  /** The child that the key path begins with; keys and names may have dots, the longest wins. */
  static Optional<Step> step(Yaml parent, String parentPath, String keyPath) {
    return switch (parent) {
      case Scalar ignored -> Optional.empty();
      case Mapping mapping ->
          mapping.entries().entrySet().stream()
              .filter(entry -> leads(entry.getKey(), keyPath))
              .max(Comparator.comparingInt(entry -> entry.getKey().length()))
              .map(
                  entry ->
                      new Step(
                          join(parentPath, entry.getKey()),
                          entry.getKey(),
                          -1,
                          entry.getValue(),
                          rest(keyPath, entry.getKey().length())));
      case Items list -> itemStep(list, parentPath, keyPath);
    };
  }

  private static Optional<Step> itemStep(Items list, String parentPath, String keyPath) {
    List<String> names = list.items().stream().map(item -> itemName(item).orElse("")).toList();
    int index =
        names.stream()
            .filter(name -> leads(name, keyPath))
            .max(Comparator.comparingInt(String::length))
            .map(names::indexOf)
            .orElse(-1);
    int length = index < 0 ? 0 : names.get(index).length();
    Matcher number = INDEX.matcher(keyPath);
    if (index < 0 && number.lookingAt()) {
      index = Integer.parseInt(number.group(1) != null ? number.group(1) : number.group(2));
      length = number.end();
    }
    if (index < 0 || index >= list.items().size()) {
      return Optional.empty();
    }
    Yaml item = list.items().get(index);
    return Optional.of(
        new Step(itemPath(parentPath, index, item), null, index, item, rest(keyPath, length)));
  }

  /** Whether the key path is the name, or goes on below it. */
  private static boolean leads(String name, String keyPath) {
    return !name.isEmpty()
        && keyPath.startsWith(name)
        && BELOW.matcher(keyPath.substring(name.length())).lookingAt();
  }

  private static String rest(String keyPath, int from) {
    String rest = keyPath.substring(from);
    return rest.startsWith(".") ? rest.substring(1) : rest;
  }

  static String join(String parentPath, String key) {
    return parentPath.isEmpty() ? key : parentPath + "." + key;
  }
}
