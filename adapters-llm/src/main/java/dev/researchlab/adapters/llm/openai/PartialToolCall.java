package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.adapters.llm.http.MalformedAnswerException;
import dev.researchlab.adapters.llm.http.Text;
import dev.researchlab.domain.model.ToolCall;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A tool call that comes whole, or in pieces that tell by their index where they belong. */
final class PartialToolCall {

  private @Nullable String id;
  private @Nullable String name;
  private final Text arguments = new Text();

  ToolCall whole() throws MalformedAnswerException {
    if (name == null) {
      throw new MalformedAnswerException("one with a tool call without a name");
    }
    return new ToolCall(id == null ? "" : id, name, arguments.orEmpty());
  }

  /** Reads the array of calls or of their pieces that the parser stands at. */
  static void readAll(JsonParser json, SortedMap<Long, PartialToolCall> calls)
      throws MalformedAnswerException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    for (long position = 0; json.nextToken() != JsonToken.END_ARRAY; position++) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new MalformedAnswerException("one with a tool call that is no object");
      }
      new Piece().read(json, position).addTo(calls);
    }
  }

  /** One object of the array; its index may come after what it is the index of. */
  private static final class Piece {
    private long index;
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String arguments;

    Piece read(JsonParser json, long position) throws MalformedAnswerException {
      index = position;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String property = json.currentName();
        JsonToken value = json.nextToken();
        switch (property) {
          case "index" -> {
            long count = Json.count(json);
            index = count < 0 ? position : count;
          }
          case "id" -> id = Json.text(json, "id");
          case "function" -> {
            if (value == JsonToken.START_OBJECT) {
              readFunction(json);
            } else {
              json.skipChildren();
            }
          }
          default -> json.skipChildren();
        }
      }
      return this;
    }

    private void readFunction(JsonParser json) throws MalformedAnswerException {
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String property = json.currentName();
        json.nextToken();
        switch (property) {
          case "name" -> name = Json.text(json, "name");
          case "arguments" -> arguments = Json.text(json, "arguments");
          default -> json.skipChildren();
        }
      }
    }

    void addTo(SortedMap<Long, PartialToolCall> calls) {
      PartialToolCall call = calls.computeIfAbsent(index, i -> new PartialToolCall());
      if (id != null && !id.isEmpty()) {
        call.id = id;
      }
      if (name != null && !name.isEmpty()) {
        call.name = name;
      }
      call.arguments.append(arguments);
    }
  }
}
