package dev.researchlab.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The part of a request for an answer that the simulator looks at; {@link #parse} reads OpenAI's
 * chat completions.
 *
 * @param tools whether the model may ask for tools
 */
record ChatRequest(
    String model,
    List<Message> messages,
    boolean stream,
    boolean includeUsage,
    @Nullable Integer maxTokens,
    boolean tools,
    boolean logprobs) {

  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  record Message(String role, String text) {}

  ChatRequest {
    messages = List.copyOf(messages);
  }

  static ChatRequest parse(byte[] body) throws ApiError {
    String model = null;
    List<Message> messages = List.of();
    boolean stream = false;
    boolean includeUsage = false;
    Integer maxTokens = null;
    Integer maxCompletionTokens = null;
    boolean tools = false;
    boolean logprobs = false;
    try (JsonParser json = Json.parser(body)) {
      Json.requireObject(json);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "model" -> model = Json.text(json, name);
          case "messages" -> messages = messages(json);
          case "stream" -> stream = Json.flag(json, name);
          case "stream_options" -> includeUsage = includeUsage(json);
          case "max_tokens" -> maxTokens = Json.positive(json, name);
          case "max_completion_tokens" -> maxCompletionTokens = Json.positive(json, name);
          case "tools" -> tools = Json.isFilledArray(json);
          case "logprobs" -> logprobs = Json.flag(json, name);
          case "n" -> requireOneChoice(json);
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
    if (messages.isEmpty()) {
      throw ApiError.invalid("'messages' must hold at least one message.", "messages");
    }
    return new ChatRequest(
        model,
        messages,
        stream,
        includeUsage,
        maxCompletionTokens == null ? maxTokens : maxCompletionTokens,
        tools,
        logprobs);
  }

  /** The text of the last user message, or without one of the last message. */
  String lastUserMessage() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role().equals("user")) {
        return messages.get(i).text();
      }
    }
    return messages.getLast().text();
  }

  int promptTokens() {
    int characters = 0;
    for (Message message : messages) {
      characters += message.text().codePointCount(0, message.text().length());
    }
    return Tokens.ofCharacters(characters);
  }

  static boolean includeUsage(JsonParser json) throws ApiError {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw ApiError.invalid("'stream_options' must be an object.", "stream_options");
    }
    boolean includeUsage = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("include_usage")) {
        includeUsage = Json.flag(json, "stream_options.include_usage");
      } else {
        json.skipChildren();
      }
    }
    return includeUsage;
  }

  static void requireOneChoice(JsonParser json) throws ApiError {
    Integer n = Json.positive(json, "n");
    if (n != null && n != 1) {
      throw ApiError.invalid("'n' must be 1: the simulator gives one choice.", "n");
    }
  }

  private static List<Message> messages(JsonParser json) throws ApiError {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw ApiError.invalid("'messages' must be an array.", "messages");
    }
    List<Message> messages = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      messages.add(message(json, "messages[" + messages.size() + "]"));
    }
    return messages;
  }

  private static Message message(JsonParser json, String where) throws ApiError {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw ApiError.invalid("'" + where + "' must be an object.", where);
    }
    String role = null;
    String text = "";
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "role" -> role = Json.text(json, where + ".role");
        case "content" -> text = content(json, where + ".content");
        default -> json.skipChildren();
      }
    }
    if (role == null || !ROLES.contains(role)) {
      throw ApiError.invalid(
          "'" + where + ".role' must be system, developer, user, assistant, tool or function.",
          where + ".role");
    }
    return new Message(role, text);
  }

  /** Text as it stands, or the text parts one after the other; other parts have no text. */
  private static String content(JsonParser json, String where) throws ApiError {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return Json.text(json, where);
    }
    StringBuilder text = new StringBuilder();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw ApiError.invalid("'" + where + "' must hold content parts.", where);
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("text")) {
          text.append(Json.text(json, where + ".text"));
        } else {
          json.skipChildren();
        }
      }
    }
    return text.toString();
  }
}
