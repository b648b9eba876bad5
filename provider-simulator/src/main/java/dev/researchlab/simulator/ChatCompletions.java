package dev.researchlab.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes chat completions, whole or as a stream of events. */
final class ChatCompletions {

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private static final int HUGE = 50_000_000;

  private final Answers answers;

  ChatCompletions(Answers answers) {
    this.answers = answers;
  }

  Reply reply(ChatRequest request, long number, @Nullable Fault fault) {
    String text;
    String finishReason = "stop";
    if (fault == Fault.EMPTY_ANSWER) {
      text = "";
    } else if (fault == Fault.CONTENT_FILTER) {
      text = "";
      finishReason = "content_filter";
    } else if (fault == Fault.HUGE_BODY) {
      text = "x".repeat(HUGE);
    } else {
      String answer = answers.answer(request);
      Integer maxTokens = request.maxTokens();
      text = maxTokens == null ? answer : Tokens.first(maxTokens, answer);
      if (text.length() < answer.length()) {
        finishReason = "length";
      }
    }
    Completion completion =
        new Completion(
            fault == Fault.WRONG_ID ? "chatcmpl-of-somebody-else" : "chatcmpl-" + number,
            System.currentTimeMillis() / 1000,
            fault == Fault.WRONG_ID ? "another-model" : request.model(),
            text,
            finishReason,
            request.promptTokens(),
            Tokens.count(text));
    return new Reply(
        true,
        request.stream(),
        request.stream() ? events(completion, request.includeUsage()) : List.of(whole(completion)),
        completion.promptTokens(),
        completion.completionTokens());
  }

  private record Completion(
      String id,
      long created,
      String model,
      String text,
      String finishReason,
      int promptTokens,
      int completionTokens) {

    void writeHead(JsonGenerator json, String object) {
      json.writeStringProperty("id", id);
      json.writeStringProperty("object", object);
      json.writeNumberProperty("created", created);
      json.writeStringProperty("model", model);
    }

    void writeUsage(JsonGenerator json) {
      json.writeObjectPropertyStart("usage");
      json.writeNumberProperty("prompt_tokens", promptTokens);
      json.writeNumberProperty("completion_tokens", completionTokens);
      json.writeNumberProperty("total_tokens", (long) promptTokens + completionTokens);
      json.writeEndObject();
    }
  }

  private static byte[] whole(Completion completion) {
    return Json.write(
        json -> {
          json.writeStartObject();
          completion.writeHead(json, "chat.completion");
          json.writeArrayPropertyStart("choices");
          json.writeStartObject();
          json.writeNumberProperty("index", 0);
          json.writeObjectPropertyStart("message");
          json.writeStringProperty("role", "assistant");
          json.writeStringProperty("content", completion.text());
          json.writeNullProperty("refusal");
          json.writeEndObject();
          json.writeNullProperty("logprobs");
          json.writeStringProperty("finish_reason", completion.finishReason());
          json.writeEndObject();
          json.writeEndArray();
          completion.writeUsage(json);
          json.writeEndObject();
        });
  }

  /** The role, one event per token, the finish reason, the usage if asked for, and [DONE]. */
  private static List<byte[]> events(Completion completion, boolean includeUsage) {
    List<byte[]> events = new ArrayList<>();
    events.add(
        delta(
            completion,
            includeUsage,
            null,
            json -> {
              json.writeStringProperty("role", "assistant");
              json.writeStringProperty("content", "");
            }));
    for (String token : Tokens.split(completion.text())) {
      events.add(
          delta(
              completion, includeUsage, null, json -> json.writeStringProperty("content", token)));
    }
    events.add(delta(completion, includeUsage, completion.finishReason(), json -> {}));
    if (includeUsage) {
      events.add(
          event(
              completion,
              json -> {
                json.writeArrayPropertyStart("choices");
                json.writeEndArray();
                completion.writeUsage(json);
              }));
    }
    events.add(Reply.event(DONE));
    return events;
  }

  private static byte[] delta(
      Completion completion,
      boolean includeUsage,
      @Nullable String finishReason,
      Consumer<JsonGenerator> delta) {
    return event(
        completion,
        json -> {
          json.writeArrayPropertyStart("choices");
          json.writeStartObject();
          json.writeNumberProperty("index", 0);
          json.writeObjectPropertyStart("delta");
          delta.accept(json);
          json.writeEndObject();
          json.writeNullProperty("logprobs");
          json.writeStringProperty("finish_reason", finishReason);
          json.writeEndObject();
          json.writeEndArray();
          if (includeUsage) {
            json.writeNullProperty("usage");
          }
        });
  }

  private static byte[] event(Completion completion, Consumer<JsonGenerator> rest) {
    return Reply.event(
        Json.write(
            json -> {
              json.writeStartObject();
              completion.writeHead(json, "chat.completion.chunk");
              rest.accept(json);
              json.writeEndObject();
            }));
  }
}
