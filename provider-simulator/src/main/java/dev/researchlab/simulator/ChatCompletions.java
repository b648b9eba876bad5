package dev.researchlab.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes OpenAI's chat completions, whole or as a stream of events. */
final class ChatCompletions {

  static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Generation generation;
  private final String id;
  private final long created = System.currentTimeMillis() / 1000;

  private ChatCompletions(Generation generation) {
    this.generation = generation;
    id = generation.id("chatcmpl-");
  }

  static Reply reply(Generation generation) {
    ChatCompletions completions = new ChatCompletions(generation);
    return generation.reply(
        generation.request().stream() ? completions.events() : List.of(completions.whole()));
  }

  static String finishReason(Generation.End end) {
    return switch (end) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALL -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  private byte[] whole() {
    return Json.write(
        json -> {
          json.writeStartObject();
          writeHead(json, "chat.completion");
          json.writeArrayPropertyStart("choices");
          json.writeStartObject();
          json.writeNumberProperty("index", 0);
          json.writeObjectPropertyStart("message");
          json.writeStringProperty("role", "assistant");
          ToolCall toolCall = generation.toolCall();
          if (toolCall == null) {
            json.writeStringProperty("content", generation.text());
          } else {
            writeToolCall(json, toolCall, toolCall.arguments());
          }
          json.writeNullProperty("refusal");
          json.writeEndObject();
          writeLogprobs(
              json, generation.request().logprobs() ? Tokens.split(generation.text()) : List.of());
          json.writeStringProperty("finish_reason", finishReason(generation.end()));
          json.writeEndObject();
          json.writeEndArray();
          writeUsage(json);
          json.writeEndObject();
        });
  }

  /** The role, one event per token, the finish reason, the usage if asked for, and [DONE]. */
  private List<byte[]> events() {
    List<byte[]> events = new ArrayList<>();
    ToolCall toolCall = generation.toolCall();
    events.add(
        delta(
            List.of(),
            null,
            json -> {
              json.writeStringProperty("role", "assistant");
              if (toolCall == null) {
                json.writeStringProperty("content", "");
              } else {
                writeToolCall(json, toolCall, "");
              }
            }));
    if (toolCall == null) {
      for (String token : Tokens.split(generation.text())) {
        events.add(delta(List.of(token), null, json -> json.writeStringProperty("content", token)));
      }
    } else {
      for (String token : Tokens.split(toolCall.arguments())) {
        events.add(delta(List.of(), null, json -> writeArguments(json, token)));
      }
    }
    events.add(delta(List.of(), finishReason(generation.end()), json -> {}));
    if (generation.request().includeUsage()) {
      events.add(
          event(
              json -> {
                json.writeArrayPropertyStart("choices");
                json.writeEndArray();
                writeUsage(json);
              }));
    }
    events.add(Reply.event(DONE));
    return events;
  }

  private byte[] delta(
      List<String> tokens, @Nullable String finishReason, Consumer<JsonGenerator> delta) {
    return event(
        json -> {
          json.writeArrayPropertyStart("choices");
          json.writeStartObject();
          json.writeNumberProperty("index", 0);
          json.writeObjectPropertyStart("delta");
          delta.accept(json);
          json.writeEndObject();
          writeLogprobs(json, tokens);
          json.writeStringProperty("finish_reason", finishReason);
          json.writeEndObject();
          json.writeEndArray();
          if (generation.request().includeUsage()) {
            json.writeNullProperty("usage");
          }
        });
  }

  private byte[] event(Consumer<JsonGenerator> rest) {
    return Reply.event(
        Json.write(
            json -> {
              json.writeStartObject();
              writeHead(json, "chat.completion.chunk");
              rest.accept(json);
              json.writeEndObject();
            }));
  }

  private void writeHead(JsonGenerator json, String object) {
    json.writeStringProperty("id", id);
    json.writeStringProperty("object", object);
    json.writeNumberProperty("created", created);
    json.writeStringProperty("model", generation.model());
  }

  private void writeUsage(JsonGenerator json) {
    int prompt = generation.promptTokens();
    int completion = generation.completionTokens();
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("prompt_tokens", prompt);
    json.writeNumberProperty("completion_tokens", completion);
    json.writeNumberProperty("total_tokens", (long) prompt + completion);
    json.writeEndObject();
  }

  private void writeToolCall(JsonGenerator json, ToolCall call, String arguments) {
    json.writeNullProperty("content");
    json.writeArrayPropertyStart("tool_calls");
    json.writeStartObject();
    if (generation.request().stream()) {
      json.writeNumberProperty("index", 0);
    }
    json.writeStringProperty("id", "call_" + generation.number());
    json.writeStringProperty("type", "function");
    json.writeObjectPropertyStart("function");
    json.writeStringProperty("name", call.name());
    json.writeStringProperty("arguments", arguments);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeArguments(JsonGenerator json, String part) {
    json.writeArrayPropertyStart("tool_calls");
    json.writeStartObject();
    json.writeNumberProperty("index", 0);
    json.writeObjectPropertyStart("function");
    json.writeStringProperty("arguments", part);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void writeLogprobs(JsonGenerator json, List<String> tokens) {
    if (!generation.request().logprobs() || tokens.isEmpty()) {
      json.writeNullProperty("logprobs");
      return;
    }
    json.writeObjectPropertyStart("logprobs");
    json.writeArrayPropertyStart("content");
    for (String token : tokens) {
      json.writeStartObject();
      json.writeStringProperty("token", token);
      json.writeNumberProperty("logprob", Tokens.logprob(token));
      json.writeArrayPropertyStart("bytes");
      for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
        json.writeNumber(Byte.toUnsignedInt(b));
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("top_logprobs");
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNullProperty("refusal");
    json.writeEndObject();
  }
}
