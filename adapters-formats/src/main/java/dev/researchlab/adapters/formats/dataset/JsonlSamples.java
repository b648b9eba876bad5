package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.domain.InvalidException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The samples of a JSONL file: one JSON object on every line, blank lines skipped. */
public final class JsonlSamples extends SampleFile {

  private final Utf8Lines lines;

  /**
   * Opens a file.
   *
   * @throws InvalidException if it is not there or cannot be read
   */
  public JsonlSamples(Path file, FieldMapping mapping) {
    super(file, mapping);
    this.lines = new Utf8Lines(file);
  }

  @Override
  @Nullable Row read() {
    String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    return line == null ? null : new Row(lines.number(), lines.number(), fields(line));
  }

  private Json.Fields fields(String line) {
    Json value;
    try {
      value = JsonReader.parse(line);
    } catch (InvalidException e) {
      throw problem(lines.number(), String.valueOf(e.getMessage()));
    }
    if (value instanceof Json.Fields fields) {
      return fields;
    }
    throw problem(
        lines.number(),
        "not a JSON object; every line must be one, such as {\"question\": \"...\"}");
  }

  @Override
  public void close() {
    lines.close();
  }
}
