package dev.researchlab.adapters.llm.bridge;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.ports.driven.model.GenerationRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what a model is asked into the library's form. */
final class Requests {

  private static final Pattern DATA_URI =
      Pattern.compile("data:([^;,]+);base64,(.+)", Pattern.DOTALL);

  private Requests() {}

  /**
   * @throws RuntimeException if the library cannot express the request; the message says why
   */
  static ChatRequest of(GenerationRequest request, Service service) {
    GenerationParameters parameters = request.parameters();
    ChatRequest.Builder chat = ChatRequest.builder().messages(messages(request, service));
    if (parameters.temperature() != null) {
      chat.temperature(parameters.temperature());
    }
    if (parameters.topP() != null) {
      chat.topP(parameters.topP());
    }
    if (parameters.maxOutputTokens() != null) {
      chat.maxOutputTokens(parameters.maxOutputTokens());
    }
    if (!parameters.stop().isEmpty()) {
      chat.stopSequences(parameters.stop());
    }
    if (!parameters.tools().isEmpty()) {
      chat.toolSpecifications(parameters.tools().stream().map(Requests::tool).toList());
    }
    if (parameters.responseSchema() != null) {
      chat.responseFormat(format(parameters.responseSchema()));
    }
    return chat.build();
  }

  private static List<ChatMessage> messages(GenerationRequest request, Service service) {
    Map<String, String> toolNames = new HashMap<>();
    List<ChatMessage> messages = new ArrayList<>();
    for (dev.researchlab.domain.model.ChatMessage message : request.messages()) {
      messages.add(
          switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.content());
            case USER -> user(message, service);
            case ASSISTANT -> {
              message.toolCalls().forEach(call -> toolNames.put(call.id(), call.name()));
              yield AiMessage.from(
                  message.content(), message.toolCalls().stream().map(Requests::call).toList());
            }
            case TOOL -> {
              String id = Objects.requireNonNullElse(message.toolCallId(), "");
              yield ToolExecutionResultMessage.from(
                  id, toolNames.getOrDefault(id, id), message.content());
            }
          });
    }
    return messages;
  }

  private static UserMessage user(
      dev.researchlab.domain.model.ChatMessage message, Service service) {
    List<Content> contents = new ArrayList<>();
    if (!message.content().isEmpty() || message.images().isEmpty()) {
      contents.add(TextContent.from(message.content()));
    }
    message.images().forEach(image -> contents.add(image(image, service)));
    return UserMessage.from(contents);
  }

  private static ImageContent image(String image, Service service) {
    Matcher data = DATA_URI.matcher(image);
    if (data.matches()) {
      return ImageContent.from(data.group(2), data.group(1));
    }
    if (!service.imageUrls() || !image.matches("(?i)https?://.+")) {
      throw new IllegalArgumentException(
          service.imageUrls()
              ? "an image must be an http(s) URL or a data URI in base64"
              : "an image must be a data URI in base64: " + service.key() + " fetches none");
    }
    return ImageContent.from(image);
  }

  private static ToolExecutionRequest call(ToolCall call) {
    return ToolExecutionRequest.builder()
        .id(call.id())
        .name(call.name())
        .arguments(call.arguments())
        .build();
  }

  private static ToolSpecification tool(ToolDefinition tool) {
    byte[] json =
        Json.object(
            out -> {
              out.writeStringProperty("name", tool.name());
              out.writeStringProperty("description", tool.description());
              Json.writeJson(out, "parameters", tool.parameters());
            });
    return ToolSpecification.fromJson(new String(json, StandardCharsets.UTF_8));
  }

  private static ResponseFormat format(ResponseSchema schema) {
    return ResponseFormat.builder()
        .type(ResponseFormatType.JSON)
        .jsonSchema(
            JsonSchema.builder()
                .name(schema.name())
                .rootElement(JsonRawSchema.from(schema.schema()))
                .build())
        .build();
  }
}
