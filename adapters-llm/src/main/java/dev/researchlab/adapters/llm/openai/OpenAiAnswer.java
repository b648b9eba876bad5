package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.http.Answer;
import dev.researchlab.adapters.llm.http.ErrorEventException;
import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.adapters.llm.http.MalformedAnswerException;
import dev.researchlab.adapters.llm.http.ServerSentEvents;
import dev.researchlab.adapters.llm.http.Text;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.TokenLogprob;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What is read of one answer, of a chat or a completion, whole or piece by piece: a stream's {@code
 * delta} has the fields of a {@code message}.
 */
final class OpenAiAnswer {

  private boolean hasMessage;
  private boolean hasError;
  private boolean hasThoughts;
  private final Text content = new Text();
  private final Text refusal = new Text();
  private @Nullable SortedMap<Long, PartialToolCall> toolCalls;
  private @Nullable Logprobs logprobs;
  private @Nullable String finishReason;
  private long promptTokens = -1;
  private long completionTokens = -1;

  private OpenAiAnswer() {}

  /** The completion of a body that is one JSON object. */
  static Completion whole(Answer answer) throws IOException, MalformedAnswerException {
    var read = new OpenAiAnswer();
    try (JsonParser json = answer.json()) {
      read.read(json);
    }
    return read.completion(answer);
  }

  /** The completion of a body that is a stream of events. */
  static Completion stream(Answer answer)
      throws IOException, MalformedAnswerException, ErrorEventException {
    if (answer.isJson()) {
      // Some endpoints know no streams, and answer as if none was asked for.
      return whole(answer);
    }
    var read = new OpenAiAnswer();
    boolean done = false;
    for (ServerSentEvents events = answer.events(); !done && events.next(); ) {
      done = events.is("[DONE]");
      if (!done) {
        try (JsonParser json = events.json()) {
          read.read(json);
        }
        if (read.hasError) {
          throw new ErrorEventException();
        }
        if (read.hasBegun()) {
          answer.begin();
        }
      }
    }
    if (!done && read.finishReason == null) {
      throw new MalformedAnswerException("a stream that ends without a finish_reason or [DONE]");
    }
    answer.end();
    return read.completion(answer);
  }

  private boolean hasBegun() {
    return content.hasCharacters() || refusal.hasCharacters() || toolCalls != null || hasThoughts;
  }

  private Completion completion(Answer answer) throws MalformedAnswerException {
    if (!hasMessage) {
      throw new MalformedAnswerException("one without a message in choices[0]");
    }
    List<ToolCall> calls = new ArrayList<>();
    if (toolCalls != null) {
      for (PartialToolCall call : toolCalls.values()) {
        calls.add(call.whole());
      }
    }
    @Nullable String text = content.value();
    FinishReason reason = reason(text, calls);
    if (text == null) {
      // A filter, a tool call, or a limit that thinking used up may leave no text.
      if (calls.isEmpty() && (reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS)) {
        throw new MalformedAnswerException("one without content in the message of choices[0]");
      }
      text = refusal.orEmpty();
    }
    @Nullable TokenUsage usage =
        promptTokens >= 0 && completionTokens >= 0
            ? new TokenUsage(promptTokens, completionTokens)
            : null;
    List<TokenLogprob> ofTokens = logprobs == null ? List.of() : logprobs.whole();
    return new Completion(
        text,
        reason,
        usage,
        answer.latency(),
        answer.timeToFirstByte(),
        calls,
        ofTokens,
        answer.quotas());
  }

  private FinishReason reason(@Nullable String text, List<ToolCall> calls) {
    if (text == null && refusal.value() != null) {
      return FinishReason.CONTENT_FILTER;
    }
    return switch (finishReason) {
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      // Some endpoints say "stop" beside tool calls too.
      case null, default -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    };
  }

  private void read(JsonParser json) throws MalformedAnswerException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedAnswerException("not a JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("choices") && value == JsonToken.START_ARRAY) {
        readChoices(json);
      } else if (name.equals("usage") && value == JsonToken.START_OBJECT) {
        readUsage(json);
      } else {
        hasError |= name.equals("error") && value != JsonToken.VALUE_NULL;
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new MalformedAnswerException("followed by text after the JSON object");
    }
  }

  private void readChoices(JsonParser json) throws MalformedAnswerException {
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == 0 && json.currentToken() == JsonToken.START_OBJECT) {
        readChoice(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readChoice(JsonParser json) throws MalformedAnswerException {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      boolean object = value == JsonToken.START_OBJECT;
      if (object && (name.equals("message") || name.equals("delta"))) {
        readMessage(json);
      } else if (name.equals("text")) {
        hasMessage = true;
        content.append(Json.text(json, "text"));
      } else if (object && name.equals("logprobs")) {
        logprobs = logprobs == null ? new Logprobs() : logprobs;
        logprobs.read(json);
      } else if (name.equals("finish_reason") && value != JsonToken.VALUE_NULL) {
        finishReason = Json.text(json, "finish_reason");
      } else {
        json.skipChildren();
      }
    }
  }

  private void readMessage(JsonParser json) throws MalformedAnswerException {
    hasMessage = true;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "content" -> content.append(Json.text(json, "content"));
        case "refusal" -> refusal.append(Json.text(json, "refusal"));
        case "tool_calls" -> readToolCalls(json);
        case "reasoning_content", "reasoning" -> {
          hasThoughts |= json.currentToken() == JsonToken.VALUE_STRING;
          json.skipChildren();
        }
        default -> json.skipChildren();
      }
    }
  }

  private void readToolCalls(JsonParser json) throws MalformedAnswerException {
    SortedMap<Long, PartialToolCall> calls = toolCalls == null ? new TreeMap<>() : toolCalls;
    PartialToolCall.readAll(json, calls);
    toolCalls = calls.isEmpty() ? null : calls;
  }

  private void readUsage(JsonParser json) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "prompt_tokens" -> promptTokens = Json.count(json);
        case "completion_tokens" -> completionTokens = Json.count(json);
        default -> json.skipChildren();
      }
    }
  }
}
