package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.ports.driven.model.GenerationRequest;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Writes requests for one model; what a parameter leaves to the provider is left out. */
record RequestWriter(String model, Dialect dialect) {

  private static final int LONGEST_SCHEMA_NAME = 64;

  /**
   * The body of a request; half of a surrogate pair is sent as its escape.
   *
   * @throws tools.jackson.core.JacksonException if a schema is not JSON
   */
  byte[] write(GenerationRequest request) {
    return Json.object(
        json -> {
          json.writeStringProperty("model", model);
          if (dialect.completions()) {
            writePrompt(json, request);
          } else {
            writeChat(json, request);
          }
          writeParameters(json, request.parameters());
          if (dialect.stream()) {
            json.writeBooleanProperty("stream", true);
            json.writeName("stream_options");
            json.writeStartObject();
            json.writeBooleanProperty("include_usage", true);
            json.writeEndObject();
          }
        });
  }

  private void writePrompt(JsonGenerator json, GenerationRequest request) {
    json.writeStringProperty(
        "prompt",
        request.messages().stream().map(ChatMessage::content).collect(Collectors.joining("\n")));
    if (dialect.logprobs() != null) {
      json.writeNumberProperty("logprobs", dialect.logprobs());
    }
    if (dialect.echo()) {
      json.writeBooleanProperty("echo", true);
    }
  }

  private void writeChat(JsonGenerator json, GenerationRequest request) {
    json.writeName("messages");
    json.writeStartArray();
    for (ChatMessage message : request.messages()) {
      writeMessage(json, message);
    }
    json.writeEndArray();
    if (dialect.logprobs() != null) {
      json.writeBooleanProperty("logprobs", true);
    }
    if (!request.parameters().tools().isEmpty()) {
      json.writeName("tools");
      json.writeStartArray();
      request.parameters().tools().forEach(tool -> writeTool(json, tool));
      json.writeEndArray();
    }
    if (request.parameters().responseSchema() != null) {
      writeSchema(json, request.parameters().responseSchema());
    }
  }

  private static void writeMessage(JsonGenerator json, ChatMessage message) {
    json.writeStartObject();
    json.writeStringProperty("role", role(message));
    if (!message.images().isEmpty()) {
      writeParts(json, message);
    } else if (message.content().isEmpty() && !message.toolCalls().isEmpty()) {
      json.writeNullProperty("content");
    } else {
      json.writeStringProperty("content", message.content());
    }
    if (!message.toolCalls().isEmpty()) {
      json.writeName("tool_calls");
      json.writeStartArray();
      message.toolCalls().forEach(call -> writeToolCall(json, call));
      json.writeEndArray();
    }
    if (message.toolCallId() != null) {
      json.writeStringProperty("tool_call_id", message.toolCallId());
    }
    json.writeEndObject();
  }

  private static void writeParts(JsonGenerator json, ChatMessage message) {
    json.writeName("content");
    json.writeStartArray();
    if (!message.content().isEmpty()) {
      json.writeStartObject();
      json.writeStringProperty("type", "text");
      json.writeStringProperty("text", message.content());
      json.writeEndObject();
    }
    for (String image : message.images()) {
      json.writeStartObject();
      json.writeStringProperty("type", "image_url");
      json.writeName("image_url");
      json.writeStartObject();
      json.writeStringProperty("url", image);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeToolCall(JsonGenerator json, ToolCall call) {
    json.writeStartObject();
    json.writeStringProperty("id", call.id());
    json.writeStringProperty("type", "function");
    json.writeName("function");
    json.writeStartObject();
    json.writeStringProperty("name", call.name());
    json.writeStringProperty("arguments", call.arguments());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeTool(JsonGenerator json, ToolDefinition tool) {
    json.writeStartObject();
    json.writeStringProperty("type", "function");
    json.writeName("function");
    json.writeStartObject();
    json.writeStringProperty("name", tool.name());
    if (!tool.description().isEmpty()) {
      json.writeStringProperty("description", tool.description());
    }
    Json.writeJson(json, "parameters", tool.parameters());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeSchema(JsonGenerator json, ResponseSchema schema) {
    json.writeName("response_format");
    json.writeStartObject();
    json.writeStringProperty("type", "json_schema");
    json.writeName("json_schema");
    json.writeStartObject();
    // The provider takes no other characters.
    String name = schema.name().replaceAll("[^a-zA-Z0-9_-]", "_");
    json.writeStringProperty(
        "name", name.substring(0, Math.min(name.length(), LONGEST_SCHEMA_NAME)));
    json.writeBooleanProperty("strict", true);
    Json.writeJson(json, "schema", schema.schema());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeParameters(JsonGenerator json, GenerationParameters parameters) {
    if (parameters.temperature() != null) {
      json.writeNumberProperty("temperature", parameters.temperature());
    }
    if (parameters.topP() != null) {
      json.writeNumberProperty("top_p", parameters.topP());
    }
    if (parameters.maxOutputTokens() != null) {
      json.writeNumberProperty(dialect.maxTokensField(), parameters.maxOutputTokens());
    }
    if (!parameters.stop().isEmpty()) {
      json.writeName("stop");
      json.writeStartArray();
      parameters.stop().forEach(json::writeString);
      json.writeEndArray();
    }
    if (parameters.seed() != null) {
      json.writeNumberProperty("seed", parameters.seed());
    }
  }

  private static String role(ChatMessage message) {
    return switch (message.role()) {
      case SYSTEM -> "system";
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case TOOL -> "tool";
    };
  }
}
