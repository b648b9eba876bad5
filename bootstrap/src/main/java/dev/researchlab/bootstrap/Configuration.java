package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.experiment.ConfigurationFile;
import dev.researchlab.adapters.formats.experiment.ConfigurationFile.Entry;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@code config/default.yaml} with the values that are in force and where each came
 * from. Later wins: that file, {@code config/local.yaml}, the environment, flags.
 */
final class Configuration {

  /**
   * A value.
   *
   * @param text null where nothing is set
   * @param place where it was set, as a message names it
   */
  record Value(@Nullable String text, String place) {

    boolean isDefault() {
      return place.equals(DEFAULT);
    }
  }

  private static final String DEFAULT = "default";

  private static final String DEFAULTS = "default.yaml";
  private static final String PREFIX = "LLM_RESEARCH_";
  private static final String OF_TESTS = "LLM_RESEARCH_TEST_";

  /** Names the local file where it is not {@code config/local.yaml}. */
  private static final String LOCAL_FILE = "LLM_RESEARCH_CONFIG";

  private final Map<String, Value> values;
  private final Map<String, String> environment;

  private Configuration(Map<String, Value> values, Map<String, String> environment) {
    this.values = Collections.unmodifiableMap(values);
    this.environment = environment;
  }

  /**
   * What the files and these environment variables say; an empty variable counts as not set.
   *
   * @throws InvalidException if a key is not known, with a line for each
   */
  static Configuration of(Map<String, String> environment) {
    Map<String, Value> values = new LinkedHashMap<>();
    defaults().forEach((key, entry) -> values.put(key, new Value(entry.text(), DEFAULT)));
    List<String> problems = new ArrayList<>();
    readLocalFile(environment, values, problems);
    readEnvironment(environment, values, problems);
    if (!problems.isEmpty()) {
      throw new InvalidException(String.join("\n", problems));
    }
    return new Configuration(values, environment);
  }

  private static Map<String, Entry> defaults() {
    try (InputStream in =
        Objects.requireNonNull(Configuration.class.getResourceAsStream(DEFAULTS), DEFAULTS)) {
      return ConfigurationFile.read(DEFAULTS, in);
    } catch (IOException e) {
      throw new IllegalStateException("the jar is damaged: " + DEFAULTS, e);
    }
  }

  private static void readLocalFile(
      Map<String, String> environment, Map<String, Value> values, List<String> problems) {
    String named = environment.getOrDefault(LOCAL_FILE, "").strip();
    Path file =
        named.isEmpty()
            ? Path.of(System.getProperty("lab.home", ""), "config", "local.yaml")
            : Path.of(named);
    if (named.isEmpty() && !Files.exists(file)) {
      return;
    }
    ConfigurationFile.read(file)
        .forEach(
            (key, entry) -> {
              String place = file + ":" + entry.line();
              if (values.containsKey(key)) {
                values.put(key, new Value(entry.text(), place + ": " + key));
              } else {
                problems.add(
                    "%s: the key '%s' is not known%s"
                        .formatted(
                            place,
                            key,
                            NearestName.of(key, values.keySet())
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("; `lab config` lists all keys")));
              }
            });
  }

  private static void readEnvironment(
      Map<String, String> environment, Map<String, Value> values, List<String> problems) {
    List<String> known = values.keySet().stream().map(Configuration::variable).toList();
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (!name.startsWith(PREFIX)
                  || name.startsWith(OF_TESTS)
                  || name.equals(LOCAL_FILE)) {
                return;
              }
              if (!known.contains(name)) {
                problems.add(
                    "the environment variable %s is not known%s"
                        .formatted(
                            name,
                            NearestName.of(name, known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; unset it")));
              } else if (!text.isBlank()) {
                String key = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                values.put(key, new Value(text.strip(), name));
              }
            });
  }

  private static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT);
  }

  /** The same with the value of a flag, where it was given. */
  Configuration with(String key, String flag, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Value> changed = new LinkedHashMap<>(values);
    changed.put(key, new Value(value.toString(), flag));
    return new Configuration(changed, environment);
  }

  /** All keys in the order of the file that explains them. */
  Map<String, Value> values() {
    return values;
  }

  Value value(String key) {
    return Objects.requireNonNull(values.get(key), key);
  }

  /** A variable that is not the lab's own, or null. */
  @Nullable String foreign(String variable) {
    String text = environment.getOrDefault(variable, "").strip();
    return text.isEmpty() ? null : text;
  }
}
