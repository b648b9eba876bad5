package dev.researchlab.adapters.llm.anthropic;

import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.ports.driven.model.GenerationRequest;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests for one model; what a parameter leaves to the provider is left out. The provider
 * knows no seed.
 */
record RequestWriter(String model, boolean stream) {

  /** An image is neither a URL nor a data URI in base64. */
  static final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The provider wants a limit of output tokens. */
  private static final int DEFAULT_MAX_TOKENS = 1024;

  private static final String DATA = "data:";
  private static final String BASE64 = ";base64,";

  /**
   * The body of a request; half of a surrogate pair is sent as its escape.
   *
   * @throws tools.jackson.core.JacksonException if a schema or the arguments of a call are not JSON
   * @throws ImageException if the provider cannot take an image
   */
  byte[] write(GenerationRequest request) {
    return Json.object(
        json -> {
          json.writeStringProperty("model", model);
          writeMessages(json, request.messages());
          writeParameters(json, request.parameters());
          if (stream) {
            json.writeBooleanProperty("stream", true);
          }
        });
  }

  private static void writeMessages(JsonGenerator json, List<ChatMessage> messages) {
    String system =
        messages.stream()
            .filter(message -> message.role() == Role.SYSTEM)
            .map(ChatMessage::content)
            .collect(Collectors.joining("\n\n"));
    if (!system.isEmpty()) {
      json.writeStringProperty("system", system);
    }
    json.writeName("messages");
    json.writeStartArray();
    boolean inResults = false;
    for (ChatMessage message : messages) {
      boolean result = message.role() == Role.TOOL;
      if (inResults && !result) {
        json.writeEndArray();
        json.writeEndObject();
      }
      if (result && !inResults) {
        // The results of calls that were asked for together belong into one message.
        json.writeStartObject();
        json.writeStringProperty("role", "user");
        json.writeName("content");
        json.writeStartArray();
      }
      inResults = result;
      switch (message.role()) {
        case SYSTEM -> {}
        case USER -> writeMessage(json, "user", message);
        case ASSISTANT -> writeMessage(json, "assistant", message);
        case TOOL -> writeResult(json, message);
      }
    }
    if (inResults) {
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeMessage(JsonGenerator json, String role, ChatMessage message) {
    json.writeStartObject();
    json.writeStringProperty("role", role);
    if (message.images().isEmpty() && message.toolCalls().isEmpty()) {
      json.writeStringProperty("content", message.content());
    } else {
      json.writeName("content");
      json.writeStartArray();
      writeBlocks(json, message);
      message.toolCalls().forEach(call -> writeToolUse(json, call));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeResult(JsonGenerator json, ChatMessage message) {
    json.writeStartObject();
    json.writeStringProperty("type", "tool_result");
    json.writeStringProperty(
        "tool_use_id", message.toolCallId() == null ? "" : message.toolCallId());
    if (message.images().isEmpty()) {
      json.writeStringProperty("content", message.content());
    } else {
      json.writeName("content");
      json.writeStartArray();
      writeBlocks(json, message);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeBlocks(JsonGenerator json, ChatMessage message) {
    if (!message.content().isEmpty()) {
      json.writeStartObject();
      json.writeStringProperty("type", "text");
      json.writeStringProperty("text", message.content());
      json.writeEndObject();
    }
    for (String image : message.images()) {
      json.writeStartObject();
      json.writeStringProperty("type", "image");
      json.writeName("source");
      json.writeStartObject();
      writeSource(json, image);
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static void writeSource(JsonGenerator json, String image) {
    if (!image.regionMatches(true, 0, DATA, 0, DATA.length())) {
      json.writeStringProperty("type", "url");
      json.writeStringProperty("url", image);
      return;
    }
    int base64 = image.indexOf(BASE64);
    if (base64 < 0) {
      throw new ImageException();
    }
    json.writeStringProperty("type", "base64");
    json.writeStringProperty("media_type", image.substring(DATA.length(), base64));
    json.writeStringProperty("data", image.substring(base64 + BASE64.length()));
  }

  private static void writeToolUse(JsonGenerator json, ToolCall call) {
    json.writeStartObject();
    json.writeStringProperty("type", "tool_use");
    json.writeStringProperty("id", call.id());
    json.writeStringProperty("name", call.name());
    Json.writeJson(json, "input", call.arguments().isBlank() ? "{}" : call.arguments());
    json.writeEndObject();
  }

  private static void writeParameters(JsonGenerator json, GenerationParameters parameters) {
    json.writeNumberProperty(
        "max_tokens",
        parameters.maxOutputTokens() == null ? DEFAULT_MAX_TOKENS : parameters.maxOutputTokens());
    if (parameters.temperature() != null) {
      json.writeNumberProperty("temperature", parameters.temperature());
    }
    if (parameters.topP() != null) {
      json.writeNumberProperty("top_p", parameters.topP());
    }
    if (!parameters.stop().isEmpty()) {
      json.writeName("stop_sequences");
      json.writeStartArray();
      parameters.stop().forEach(json::writeString);
      json.writeEndArray();
    }
    if (!parameters.tools().isEmpty()) {
      json.writeName("tools");
      json.writeStartArray();
      parameters.tools().forEach(tool -> writeTool(json, tool));
      json.writeEndArray();
    }
    if (parameters.responseSchema() != null) {
      json.writeName("output_config");
      json.writeStartObject();
      json.writeName("format");
      json.writeStartObject();
      json.writeStringProperty("type", "json_schema");
      Json.writeJson(json, "schema", parameters.responseSchema().schema());
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static void writeTool(JsonGenerator json, ToolDefinition tool) {
    json.writeStartObject();
    json.writeStringProperty("name", tool.name());
    if (!tool.description().isEmpty()) {
      json.writeStringProperty("description", tool.description());
    }
    Json.writeJson(json, "input_schema", tool.parameters());
    json.writeEndObject();
  }
}
