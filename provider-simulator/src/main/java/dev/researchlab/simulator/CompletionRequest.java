package dev.researchlab.simulator;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The part of a request to OpenAI's older completions that the simulator looks at.
 *
 * @param maxTokens 0 is allowed, for the probabilities of an echoed prompt
 * @param echo whether the answer begins with the prompt
 */
record CompletionRequest(
    String model,
    List<String> prompts,
    int maxTokens,
    boolean echo,
    boolean logprobs,
    boolean stream,
    boolean includeUsage) {

  private static final int DEFAULT_MAX_TOKENS = 16;
  private static final int MAX_PROMPTS = 2048;

  CompletionRequest {
    prompts = List.copyOf(prompts);
  }

  static CompletionRequest parse(byte[] body) throws ApiError {
    String model = null;
    List<String> prompts = List.of();
    Integer maxTokens = null;
    boolean echo = false;
    Integer logprobs = null;
    boolean stream = false;
    boolean includeUsage = false;
    try (JsonParser json = Json.parser(body)) {
      Json.requireObject(json);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "model" -> model = Json.text(json, name);
          case "prompt" -> prompts = prompts(json);
          case "max_tokens" -> maxTokens = Json.integer(json, name, 0);
          case "echo" -> echo = Json.flag(json, name);
          case "logprobs" -> logprobs = Json.integer(json, name, 0);
          case "stream" -> stream = Json.flag(json, name);
          case "stream_options" -> includeUsage = ChatRequest.includeUsage(json);
          case "n" -> ChatRequest.requireOneChoice(json);
          default -> json.skipChildren();
        }
      }
      Json.requireEnd(json);
    } catch (JacksonException e) {
      throw Json.invalid(e);
    }
    if (model == null) {
      throw ApiError.invalid("You must provide a 'model'.", "model");
    }
    if (prompts.isEmpty() || prompts.size() > MAX_PROMPTS) {
      throw ApiError.invalid("'prompt' must be 1 to " + MAX_PROMPTS + " texts.", "prompt");
    }
    if (stream && (prompts.size() > 1 || echo)) {
      throw ApiError.invalid("The simulator streams one prompt, without 'echo'.", "stream");
    }
    return new CompletionRequest(
        model,
        prompts,
        maxTokens == null ? DEFAULT_MAX_TOKENS : maxTokens,
        echo,
        logprobs != null,
        stream,
        includeUsage);
  }

  /** The request for the answer to one of the prompts. */
  ChatRequest chat(String prompt) {
    return new ChatRequest(
        model,
        List.of(new ChatRequest.Message("user", prompt)),
        stream,
        includeUsage,
        maxTokens,
        false,
        logprobs);
  }

  private static List<String> prompts(JsonParser json) throws ApiError {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return List.of(Json.text(json, "prompt"));
    }
    List<String> prompts = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw ApiError.invalid(
            "'prompt' must hold texts: the simulator has no vocabulary of token ids.", "prompt");
      }
      prompts.add(Json.text(json, "prompt"));
    }
    return prompts;
  }
}
