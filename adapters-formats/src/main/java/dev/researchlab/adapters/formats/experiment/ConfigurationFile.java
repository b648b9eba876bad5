package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.experiment.Yaml.Kind;
import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files of the configuration: one mapping of keys and single values. */
public final class ConfigurationFile {

  /**
   * A value.
   *
   * @param text null where the key is there without a value
   * @param line counting from 1
   */
  public record Entry(@Nullable String text, int line) {}

  private ConfigurationFile() {}

  /**
   * The keys of a file in their order, none where it has nothing but comments.
   *
   * @throws InvalidException if it cannot be read, in one line {@code FILE:LINE: what is wrong}
   */
  public static Map<String, Entry> read(Path file) {
    return entries(file.toString(), NamedFiles.text(file));
  }

  /** As above, of a file that comes with the lab. */
  public static Map<String, Entry> read(String name, InputStream in) throws IOException {
    return entries(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private static Map<String, Entry> entries(String file, String text) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    if (text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"))) {
      return entries;
    }
    Section.of("", YamlReader.read(file, text))
        .mapping()
        .entries()
        .forEach((key, value) -> entries.put(key, entry(key, value)));
    return entries;
  }

  private static Entry entry(String key, Yaml value) {
    if (value instanceof Yaml.Scalar scalar && scalar.place() instanceof Place.Line line) {
      return new Entry(scalar.kind() == Kind.NOTHING ? null : scalar.text(), line.number());
    }
    throw value.place().problem(key, "expected a single value, found " + value.shown());
  }
}
