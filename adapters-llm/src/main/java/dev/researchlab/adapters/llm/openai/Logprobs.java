package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.adapters.llm.http.MalformedAnswerException;
import dev.researchlab.domain.model.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The log-probabilities of an answer's tokens, in the form of chats or of completions. */
final class Logprobs {

  private final List<TokenLogprob> ofChat = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<@Nullable Double> values = new ArrayList<>();

  /** Reads the object that the parser stands at, all of it or what is new. */
  void read(JsonParser json) throws MalformedAnswerException {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String property = json.currentName();
      boolean array = json.nextToken() == JsonToken.START_ARRAY;
      switch (array ? property : "") {
        case "content" -> readContent(json);
        case "tokens" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            String token = Json.text(json, "tokens");
            tokens.add(token == null ? "" : token);
          }
        }
        case "token_logprobs" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(number(json));
          }
        }
        default -> json.skipChildren();
      }
    }
  }

  List<TokenLogprob> whole() throws MalformedAnswerException {
    if (tokens.isEmpty()) {
      return ofChat;
    }
    if (tokens.size() != values.size()) {
      throw new MalformedAnswerException(
          "one with %d tokens and %d token_logprobs".formatted(tokens.size(), values.size()));
    }
    List<TokenLogprob> whole = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      whole.add(new TokenLogprob(tokens.get(i), values.get(i)));
    }
    return whole;
  }

  private void readContent(JsonParser json) throws MalformedAnswerException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new MalformedAnswerException("one with a log-probability that is no object");
      }
      String token = "";
      @Nullable Double logprob = null;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String property = json.currentName();
        json.nextToken();
        switch (property) {
          case "token" -> {
            String text = Json.text(json, "token");
            token = text == null ? "" : text;
          }
          case "logprob" -> logprob = number(json);
          default -> json.skipChildren();
        }
      }
      ofChat.add(new TokenLogprob(token, logprob));
    }
  }

  /** Null where there is no number; rounding makes some a little more than 0. */
  private static @Nullable Double number(JsonParser json) {
    json.skipChildren();
    return json.currentToken().isNumeric() ? Math.min(0, json.getDoubleValue()) : null;
  }
}
