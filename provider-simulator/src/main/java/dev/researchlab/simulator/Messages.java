package dev.researchlab.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the messages of Anthropic's protocol, whole or as a stream of events. */
final class Messages {

  private final Generation generation;
  private final boolean filled;

  private Messages(Generation generation) {
    this.generation = generation;
    filled = generation.toolCall() != null || !generation.text().isEmpty();
  }

  static Reply reply(Generation generation) {
    Messages messages = new Messages(generation);
    return generation.reply(
        generation.request().stream() ? messages.events() : List.of(Json.write(messages::whole)));
  }

  private static String stopReason(Generation.End end) {
    return switch (end) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALL -> "tool_use";
      case CONTENT_FILTER -> "refusal";
    };
  }

  private void whole(JsonGenerator json) {
    json.writeStartObject();
    writeHead(json);
    json.writeArrayPropertyStart("content");
    if (filled) {
      ToolCall call = generation.toolCall();
      writeBlock(json, generation.text(), call == null ? "" : call.arguments());
    }
    json.writeEndArray();
    writeEnd(json, stopReason(generation.end()));
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("input_tokens", generation.promptTokens());
    json.writeNumberProperty("output_tokens", generation.completionTokens());
    json.writeEndObject();
    json.writeEndObject();
  }

  private List<byte[]> events() {
    List<byte[]> pieces = new ArrayList<>();
    byte[] start = event("message_start", this::writeMessageStart);
    pieces.add(filled ? join(start, event("content_block_start", this::writeBlockStart)) : start);
    ToolCall call = generation.toolCall();
    for (String token : Tokens.split(call == null ? generation.text() : call.arguments())) {
      pieces.add(event("content_block_delta", json -> writeDelta(json, token)));
    }
    byte[] end =
        join(event("message_delta", this::writeMessageDelta), event("message_stop", json -> {}));
    pieces.add(
        filled
            ? join(event("content_block_stop", json -> json.writeNumberProperty("index", 0)), end)
            : end);
    return pieces;
  }

  private void writeMessageStart(JsonGenerator json) {
    json.writeObjectPropertyStart("message");
    writeHead(json);
    json.writeArrayPropertyStart("content");
    json.writeEndArray();
    writeEnd(json, null);
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("input_tokens", generation.promptTokens());
    json.writeNumberProperty("output_tokens", Math.min(1, generation.completionTokens()));
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeBlockStart(JsonGenerator json) {
    json.writeNumberProperty("index", 0);
    json.writeName("content_block");
    writeBlock(json, "", "{}");
  }

  private void writeDelta(JsonGenerator json, String token) {
    boolean text = generation.toolCall() == null;
    json.writeNumberProperty("index", 0);
    json.writeObjectPropertyStart("delta");
    json.writeStringProperty("type", text ? "text_delta" : "input_json_delta");
    json.writeStringProperty(text ? "text" : "partial_json", token);
    json.writeEndObject();
  }

  private void writeMessageDelta(JsonGenerator json) {
    json.writeObjectPropertyStart("delta");
    writeEnd(json, stopReason(generation.end()));
    json.writeEndObject();
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("output_tokens", generation.completionTokens());
    json.writeEndObject();
  }

  private void writeHead(JsonGenerator json) {
    json.writeStringProperty("id", generation.id("msg_"));
    json.writeStringProperty("type", "message");
    json.writeStringProperty("role", "assistant");
    json.writeStringProperty("model", generation.model());
  }

  private static void writeEnd(JsonGenerator json, @Nullable String stopReason) {
    json.writeStringProperty("stop_reason", stopReason);
    json.writeNullProperty("stop_sequence");
  }

  private void writeBlock(JsonGenerator json, String text, String input) {
    ToolCall call = generation.toolCall();
    json.writeStartObject();
    if (call == null) {
      json.writeStringProperty("type", "text");
      json.writeStringProperty("text", text);
    } else {
      json.writeStringProperty("type", "tool_use");
      json.writeStringProperty("id", "toolu_" + generation.number());
      json.writeStringProperty("name", call.name());
      json.writeName("input");
      json.writeRawValue(input);
    }
    json.writeEndObject();
  }

  private static byte[] event(String type, Consumer<JsonGenerator> rest) {
    byte[] data =
        Json.write(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("type", type);
              rest.accept(json);
              json.writeEndObject();
            });
    return join(("event: " + type + "\n").getBytes(StandardCharsets.US_ASCII), Reply.event(data));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
