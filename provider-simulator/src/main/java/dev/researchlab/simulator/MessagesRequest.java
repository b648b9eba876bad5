package dev.researchlab.simulator;

import dev.researchlab.simulator.ChatRequest.Message;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a request of Anthropic's Messages API. */
final class MessagesRequest {

  /** The text of a message's blocks, and whether one of them is the result of a tool. */
  private record Content(String text, boolean toolResult) {}

  private MessagesRequest() {}

  static ChatRequest parse(Request request) throws ApiError {
    if (request.header("anthropic-version") == null) {
      throw ApiError.invalid("anthropic-version: header is required", null);
    }
    String model = null;
    List<Message> messages = new ArrayList<>();
    boolean stream = false;
    Integer maxTokens = null;
    boolean tools = false;
    String system = "";
    try (JsonParser json = Json.parser(request.body())) {
      Json.requireObject(json);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "model" -> model = Json.text(json, name);
          case "system" -> system = content(json, name).text();
          case "messages" -> readMessages(json, messages);
          case "stream" -> stream = Json.flag(json, name);
          case "max_tokens" -> maxTokens = Json.positive(json, name);
          case "tools" -> tools = Json.isFilledArray(json);
          default -> json.skipChildren();
        }
      }
      Json.requireEnd(json);
    } catch (JacksonException e) {
      throw Json.invalid(e);
    }
    if (model == null) {
      throw ApiError.invalid("model: Field required", "model");
    }
    if (maxTokens == null) {
      throw ApiError.invalid("max_tokens: Field required", "max_tokens");
    }
    if (messages.isEmpty()) {
      throw ApiError.invalid("messages: at least one message is required", "messages");
    }
    if (!system.isEmpty()) {
      messages.addFirst(new Message("system", system));
    }
    return new ChatRequest(model, messages, stream, false, maxTokens, tools, false);
  }

  private static void readMessages(JsonParser json, List<Message> messages) throws ApiError {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw ApiError.invalid("'messages' must be an array.", "messages");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      messages.add(message(json, "messages." + messages.size()));
    }
  }

  private static Message message(JsonParser json, String where) throws ApiError {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw ApiError.invalid("'" + where + "' must be an object.", where);
    }
    String role = "";
    Content content = new Content("", false);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "role" -> role = Json.text(json, where + ".role");
        case "content" -> content = content(json, where + ".content");
        default -> json.skipChildren();
      }
    }
    if (!role.equals("user") && !role.equals("assistant")) {
      throw ApiError.invalid("'" + where + ".role' must be user or assistant.", where + ".role");
    }
    return new Message(content.toolResult() ? "tool" : role, content.text());
  }

  /** Text as it stands, or that of the blocks one after the other; other blocks have no text. */
  private static Content content(JsonParser json, String where) throws ApiError {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return new Content(Json.text(json, where), false);
    }
    StringBuilder text = new StringBuilder();
    boolean toolResult = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw ApiError.invalid("'" + where + "' must hold content blocks.", where);
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "type" -> toolResult |= Json.text(json, where + ".type").equals("tool_result");
          case "text" -> text.append(Json.text(json, where + ".text"));
          case "content" -> text.append(content(json, where + ".content").text());
          default -> json.skipChildren();
        }
      }
    }
    return new Content(text.toString(), toolResult);
  }
}
