package dev.researchlab.adapters.llm.openai;

import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.TokenUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** What is read from the body of one answer. */
final class ChatAnswer {

  /** The body is not what the protocol promises; the message says what of it. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private boolean hasMessage;
  private @Nullable String content;
  private @Nullable String refusal;
  private @Nullable String finishReason;
  private long promptTokens = -1;
  private long completionTokens = -1;

  private ChatAnswer() {}

  /** The completion that the body holds. */
  static Completion parse(byte[] body, Duration latency) throws MalformedException {
    var answer = new ChatAnswer();
    try (JsonParser json = Json.FACTORY.createParser(ObjectReadContext.empty(), body)) {
      answer.read(json);
    } catch (JacksonException e) {
      throw new MalformedException("not valid JSON");
    }
    return answer.completion(latency);
  }

  private Completion completion(Duration latency) throws MalformedException {
    if (!hasMessage) {
      throw new MalformedException("no choices[0].message");
    }
    TokenUsage usage =
        promptTokens >= 0 && completionTokens >= 0
            ? new TokenUsage(promptTokens, completionTokens)
            : null;
    if (content == null && refusal != null) {
      return new Completion(refusal, FinishReason.CONTENT_FILTER, usage, latency);
    }
    FinishReason reason =
        switch (finishReason) {
          case "length" -> FinishReason.LENGTH;
          case "content_filter" -> FinishReason.CONTENT_FILTER;
          case null, default -> FinishReason.STOP;
        };
    // A filter, or a limit that thinking used up, may leave no text; anything else must have some.
    if (content == null && reason == FinishReason.STOP) {
      throw new MalformedException("no choices[0].message.content");
    }
    return new Completion(content == null ? "" : content, reason, usage, latency);
  }

  private void read(JsonParser json) throws MalformedException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedException("not a JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("choices") && value == JsonToken.START_ARRAY) {
        readChoices(json);
      } else if (name.equals("usage") && value == JsonToken.START_OBJECT) {
        readUsage(json);
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new MalformedException("text after the JSON object");
    }
  }

  private void readChoices(JsonParser json) throws MalformedException {
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == 0 && json.currentToken() == JsonToken.START_OBJECT) {
        readChoice(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readChoice(JsonParser json) throws MalformedException {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("message") && value == JsonToken.START_OBJECT) {
        readMessage(json);
      } else if (name.equals("finish_reason")) {
        finishReason = text(json, "finish_reason");
      } else {
        json.skipChildren();
      }
    }
  }

  private void readMessage(JsonParser json) throws MalformedException {
    hasMessage = true;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "content" -> content = text(json, "content");
        case "refusal" -> refusal = text(json, "refusal");
        default -> json.skipChildren();
      }
    }
  }

  private void readUsage(JsonParser json) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "prompt_tokens" -> promptTokens = count(json);
        case "completion_tokens" -> completionTokens = count(json);
        default -> json.skipChildren();
      }
    }
  }

  private static @Nullable String text(JsonParser json, String field) throws MalformedException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getString();
      case VALUE_NULL -> null;
      case null, default -> throw new MalformedException(field + " is not a text");
    };
  }

  /** A count that makes no sense is as good as none: -1. */
  private static long count(JsonParser json) {
    json.skipChildren();
    boolean whole =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    return whole ? json.getLongValue() : -1;
  }
}
