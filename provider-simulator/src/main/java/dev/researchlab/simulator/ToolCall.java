package dev.researchlab.simulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * The call of a tool.
 *
 * @param arguments a JSON object
 */
record ToolCall(String name, String arguments) {

  private static final Pattern CALL = Pattern.compile("\\bcall:([\\w.-]{1,64})\\s*(?=\\{)");

  /**
   * The call that the last message asks for with {@code call:NAME {json}}; null when it asks for
   * none, is not the user's, or the request offers no tools.
   */
  static @Nullable ToolCall askedFor(ChatRequest request) {
    ChatRequest.Message last = request.messages().getLast();
    if (!request.tools() || !last.role().equals("user")) {
      return null;
    }
    Matcher call = CALL.matcher(last.text());
    return call.find() ? of(call.group(1), last.text().substring(call.end())) : null;
  }

  private static @Nullable ToolCall of(String name, String text) {
    try (JsonParser json = Json.parser(text)) {
      json.nextToken();
      json.skipChildren();
      return new ToolCall(name, text.substring(0, (int) json.currentLocation().getCharOffset()));
    } catch (JacksonException e) {
      return null;
    }
  }
}
