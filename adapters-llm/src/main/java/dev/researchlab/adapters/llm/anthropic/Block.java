package dev.researchlab.adapters.llm.anthropic;

import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.adapters.llm.http.MalformedAnswerException;
import dev.researchlab.adapters.llm.http.Text;
import dev.researchlab.domain.model.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One block of an answer's content, whole or a piece of it: a stream's deltas are read the same.
 */
final class Block {

  private @Nullable String type;
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String input;
  private @Nullable String stopReason;
  private boolean thoughts;
  private final Text text = new Text();
  private final Text partialInput = new Text();

  /** Reads the object that the parser stands at. */
  static Block read(JsonParser json) throws MalformedAnswerException {
    var block = new Block();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String property = json.currentName();
      json.nextToken();
      switch (property) {
        case "type" -> block.type = Json.text(json, "type");
        case "id" -> block.id = Json.text(json, "id");
        case "name" -> block.name = Json.text(json, "name");
        case "text" -> block.text.append(Json.text(json, "text"));
        case "partial_json" -> block.partialInput.append(Json.text(json, "partial_json"));
        case "input" -> block.input = Json.copy(json);
        case "stop_reason" -> block.stopReason = Json.text(json, "stop_reason");
        default -> {
          block.thoughts |= property.equals("thinking");
          json.skipChildren();
        }
      }
    }
    return block;
  }

  /** Adds what came later of this block. */
  void add(Block delta) {
    text.append(delta.text.value());
    partialInput.append(delta.partialInput.value());
    thoughts |= delta.thoughts;
  }

  boolean isText() {
    return "text".equals(type);
  }

  boolean isToolUse() {
    return "tool_use".equals(type);
  }

  /** Whether there is a token of the model in it. */
  boolean hasTokens() {
    return text.hasCharacters() || thoughts || isToolUse();
  }

  String text() {
    return text.orEmpty();
  }

  @Nullable String stopReason() {
    return stopReason;
  }

  ToolCall toolCall() throws MalformedAnswerException {
    if (name == null) {
      throw new MalformedAnswerException("one with a tool_use without a name");
    }
    String arguments = partialInput.orEmpty();
    if (arguments.isEmpty()) {
      arguments = input == null ? "{}" : input;
    }
    return new ToolCall(id == null ? "" : id, name, arguments);
  }
}
