package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.experiment.Place.Setting;
import dev.researchlab.domain.InvalidException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts settings given as {@code key=value} over a document. A key that is not there is made;
 * whether it means anything is found out when the document is read, as for one of the file.
 */
final class Overrides {

  /** A new key ends where the next one begins. */
  private static final Pattern KEY = Pattern.compile("[^.\\[\\]]+");

  private final String key;
  private final String value;

  private Overrides(String key, String value) {
    this.key = key;
    this.value = value;
  }

  /**
   * The document with the settings in their order.
   *
   * @throws InvalidException if one is not {@code key=value}, or its key leads nowhere
   */
  static Yaml apply(Yaml document, List<String> settings) {
    Yaml changed = document;
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new InvalidException(
            "--set " + setting + ": expected key=value, such as --set concurrency=50");
      }
      String key = setting.substring(0, equals).strip();
      changed = new Overrides(key, setting.substring(equals + 1)).set(changed, "", key);
    }
    return changed;
  }

  private Yaml set(Yaml parent, String path, String rest) {
    if (rest.isEmpty()) {
      return YamlReader.setting(new Setting(path, key, value));
    }
    Optional<Yaml.Step> step = Yaml.step(parent, path, rest);
    return switch (parent) {
      case Yaml.Mapping mapping -> {
        Yaml.Step next = step.orElseGet(() -> newKey(path, rest));
        yield mapping.with(String.valueOf(next.key()), set(next.child(), next.path(), next.rest()));
      }
      case Yaml.Items list -> {
        Yaml.Step next = step.orElseThrow(() -> noItem(list, path, rest));
        yield list.with(next.index(), set(next.child(), next.path(), next.rest()));
      }
      case Yaml.Scalar scalar ->
          throw problem(path + " is " + scalar.shown() + " and has no key '" + rest + "'");
    };
  }

  private Yaml.Step newKey(String path, String rest) {
    Matcher head = KEY.matcher(rest);
    if (!head.lookingAt()) {
      throw problem("expected a key at '" + rest + "'");
    }
    String name = head.group();
    String after = rest.substring(name.length());
    String child = Yaml.join(path, name);
    return new Yaml.Step(
        child,
        name,
        -1,
        new Yaml.Mapping(Map.of(), new Setting(child, key, value)),
        after.startsWith(".") ? after.substring(1) : after);
  }

  private InvalidException noItem(Yaml.Items list, String path, String rest) {
    List<String> names =
        list.items().stream().flatMap(item -> Yaml.itemName(item).stream()).toList();
    Matcher head = KEY.matcher(rest);
    String name = head.find() ? head.group() : rest;
    return problem(path + " has no item '" + name + "'" + Section.didYouMean(name, names));
  }

  private InvalidException problem(String what) {
    return new Setting("", key, value).problem("", what);
  }
}
