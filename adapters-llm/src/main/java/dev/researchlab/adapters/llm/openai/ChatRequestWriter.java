package dev.researchlab.adapters.llm.openai;

import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.ports.driven.model.GenerationRequest;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes requests for one model; what a parameter leaves to the provider is left out.
 *
 * @param maxTokensField how the endpoint calls the limit of output tokens
 */
record ChatRequestWriter(String model, String maxTokensField) {

  private static final int USUAL_SIZE = 1024;

  /** The body of a request; half of a surrogate pair is sent as its escape. */
  byte[] write(GenerationRequest request) {
    var body = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), body)) {
      json.writeStartObject();
      json.writeStringProperty("model", model);
      json.writeName("messages");
      json.writeStartArray();
      for (ChatMessage message : request.messages()) {
        json.writeStartObject();
        json.writeStringProperty("role", role(message));
        json.writeStringProperty("content", message.content());
        json.writeEndObject();
      }
      json.writeEndArray();
      writeParameters(json, request.parameters());
      json.writeEndObject();
    }
    return body.toByteArray();
  }

  private void writeParameters(JsonGenerator json, GenerationParameters parameters) {
    if (parameters.temperature() != null) {
      json.writeNumberProperty("temperature", parameters.temperature());
    }
    if (parameters.topP() != null) {
      json.writeNumberProperty("top_p", parameters.topP());
    }
    if (parameters.maxOutputTokens() != null) {
      json.writeNumberProperty(maxTokensField, parameters.maxOutputTokens());
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
