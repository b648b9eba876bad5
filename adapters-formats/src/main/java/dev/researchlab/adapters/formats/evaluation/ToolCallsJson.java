package dev.researchlab.adapters.formats.evaluation;

import dev.researchlab.domain.model.ToolCall;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the calls of tools that a model asked for as one JSON array. The arguments are a text, as
 * the model wrote them: they may be malformed.
 */
public final class ToolCallsJson {

  private ToolCallsJson() {}

  /** Writes the array; the generator stays open. */
  public static void write(JsonGenerator json, List<ToolCall> calls) {
    json.writeStartArray();
    for (ToolCall call : calls) {
      json.writeStartObject();
      json.writeStringProperty("id", call.id());
      json.writeStringProperty("name", call.name());
      json.writeStringProperty("arguments", call.arguments());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
