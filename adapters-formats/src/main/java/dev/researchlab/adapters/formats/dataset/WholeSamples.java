package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.adapters.formats.evaluation.ToolCallsJson;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Samples with everything that they have, one JSON object {@code {id, variables, expected,
 * metadata, messages}} a line: what is written so is read as the same dataset version. Images are
 * URLs and data URIs alone. Every problem is an {@link InvalidException} whose one line begins with
 * {@code FILE:LINE}. Not thread-safe.
 */
public final class WholeSamples implements Iterator<Sample>, AutoCloseable {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> KEYS =
      Set.of("id", "variables", "expected", "metadata", "messages");

  private final Path file;
  private final Utf8Lines lines;
  private final IdLines ids = new IdLines();
  private @Nullable String ahead;

  /**
   * Opens a file.
   *
   * @throws InvalidException if it is not there or cannot be read
   */
  public WholeSamples(Path file) {
    this.file = file;
    this.lines = new Utf8Lines(file);
  }

  /** One line, with its end. */
  public static String line(Sample sample) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("id", sample.id());
      write(json, "variables", sample.variables());
      write(json, "expected", sample.expected());
      write(json, "metadata", sample.metadata());
      if (!sample.messages().isEmpty()) {
        json.writeArrayPropertyStart("messages");
        sample.messages().forEach(message -> write(json, message));
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    return line.append('\n').toString();
  }

  private static void write(JsonGenerator json, String name, Map<String, String> texts) {
    json.writeObjectPropertyStart(name);
    new TreeMap<>(texts).forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, ChatMessage message) {
    json.writeStartObject();
    json.writeStringProperty("role", message.role().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("content", message.content());
    write(json, "images", message.images());
    json.writeName("tool_calls");
    ToolCallsJson.write(json, message.toolCalls());
    if (message.toolCallId() != null) {
      json.writeStringProperty("tool_call_id", message.toolCallId());
    }
    json.writeEndObject();
  }

  @Override
  public boolean hasNext() {
    while (ahead == null || ahead.isBlank()) {
      ahead = lines.next();
      if (ahead == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * @throws InvalidException if the line is not a sample, or its id was there before
   */
  @Override
  public Sample next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    String line = ahead;
    ahead = null;
    try {
      return sample(line);
    } catch (InvalidException e) {
      throw new InvalidException(
          (file + ":" + lines.number() + ": " + e.getMessage()).replaceAll("\\R", " "), e);
    }
  }

  private Sample sample(String line) {
    if (!(JsonReader.parse(line) instanceof Json.Fields object)) {
      throw new InvalidException("not a JSON object");
    }
    for (String key : object.fields().keySet()) {
      if (!KEYS.contains(key)) {
        throw new InvalidException(
            "unknown key '" + key + "'; a sample has id, variables, expected, metadata, messages");
      }
    }
    String id = text("id", object.fields().get("id"));
    if (id.isBlank() || id.length() > Sample.MAX_ID_LENGTH) {
      throw new InvalidException(
          "id", "must have 1 to " + Sample.MAX_ID_LENGTH + " characters and not be blank");
    }
    ids.add(id, lines.number());
    Json messages = object.fields().get("messages");
    return new Sample(
        id,
        texts(object, "variables"),
        list(object.fields().get("expected")),
        texts(object, "metadata"),
        messages == null
            ? List.of()
            : new Conversation("messages", new Images(null)).read(messages));
  }

  private static String text(String path, @Nullable Json value) {
    if (value instanceof Json.Text(String text)) {
      return text;
    }
    throw new InvalidException(path, "expected a text");
  }

  private static Map<String, String> texts(Json.Fields object, String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    switch (object.fields().get(name)) {
      case Json.Fields fields ->
          fields.fields().forEach((key, value) -> texts.put(key, text(name + "." + key, value)));
      case null -> {}
      default -> throw new InvalidException(name, "expected an object of texts");
    }
    return texts;
  }

  private static List<String> list(@Nullable Json value) {
    return switch (value) {
      case Json.Items(List<Json> items) ->
          items.stream().map(item -> text("expected", item)).toList();
      case null -> List.of();
      default -> throw new InvalidException("expected", "expected a list of texts");
    };
  }

  @Override
  public void close() {
    lines.close();
  }
}
