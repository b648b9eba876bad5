package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of chat messages {@code {role, content, images, tool_calls, tool_call_id}}, with
 * contents and tool calls as OpenAI's chat completions have them or shorter; other fields are left
 * alone. Every problem begins with the path of what is wrong.
 */
record Conversation(String path, Images images) {

  private static final List<String> ROLES =
      Arrays.stream(Role.values()).map(role -> role.name().toLowerCase(Locale.ROOT)).toList();

  /** Whether a value that nobody called a conversation is one. */
  static boolean isOne(Json value) {
    return value instanceof Json.Items(List<Json> items)
        && !items.isEmpty()
        && items.stream().allMatch(Conversation::isMessage);
  }

  private static boolean isMessage(Json item) {
    return item instanceof Json.Fields message
        && message.fields().get("role") instanceof Json.Text
        && (message.fields().containsKey("content") || message.fields().containsKey("tool_calls"));
  }

  List<ChatMessage> read(Json value) {
    Json list = value;
    if (value instanceof Json.Text(String text)) {
      // The cell of a CSV file.
      try {
        list = JsonReader.parse(text);
      } catch (InvalidException e) {
        throw problem(path, "is " + e.problem());
      }
    }
    if (!(list instanceof Json.Items(List<Json> items)) || items.isEmpty()) {
      throw problem(path, "expected a list of messages such as {\"role\": \"user\", ...}");
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (Json item : items) {
      messages.add(message(path + "[" + messages.size() + "]", item));
    }
    return messages;
  }

  private ChatMessage message(String at, Json item) {
    Json.Fields message = object(at, item);
    Role role = role(at, message);
    List<String> pictures = new ArrayList<>();
    List<ToolCall> calls = toolCalls(at + ".tool_calls", message);
    String content = content(at + ".content", message, pictures);
    for (Json image : listed(message, "images")) {
      pictures.add(image(at + ".images[" + pictures.size() + "]", image));
    }
    @Nullable String answers = answeredCall(at + ".tool_call_id", message);
    if (!calls.isEmpty() && role != Role.ASSISTANT) {
      throw problem(at + ".tool_calls", "only an assistant's message has them");
    }
    if ((answers != null) != (role == Role.TOOL)) {
      throw problem(
          at + ".tool_call_id",
          role == Role.TOOL
              ? "is missing; a tool's message names the call that it answers"
              : "only a tool's message has it");
    }
    boolean silent = !given(message, "content") && calls.isEmpty() && pictures.isEmpty();
    if (silent) {
      throw problem(at + ".content", "is missing; add what is said");
    }
    return new ChatMessage(role, content, pictures, calls, answers);
  }

  private Role role(String at, Json.Fields message) {
    if (!(message.fields().get("role") instanceof Json.Text(String name))) {
      throw problem(at + ".role", "is missing; add one of " + String.join(", ", ROLES));
    }
    if (!ROLES.contains(name)) {
      throw problem(
          at + ".role",
          "unknown role '%s'%s there are: %s"
              .formatted(
                  name,
                  NearestName.of(name, ROLES)
                      .map(nearest -> "; did you mean '" + nearest + "'?")
                      .orElse(";"),
                  String.join(", ", ROLES)));
    }
    return Role.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The texts, one to a line; images are put beside them. */
  private String content(String at, Json.Fields message, List<String> pictures) {
    if (!given(message, "content")) {
      return "";
    }
    return switch (message.fields().get("content")) {
      case Json.Text(String text) -> text;
      case Json.Items(List<Json> parts) -> {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
          part(at + "[" + i + "]", parts.get(i), texts, pictures);
        }
        yield String.join("\n", texts);
      }
      case null, default -> throw problem(at, "expected a text or a list of parts");
    };
  }

  private void part(String at, Json item, List<String> texts, List<String> pictures) {
    Json.Fields part = object(at, item);
    switch (part.fields().get("type")) {
      case Json.Text(String type) when type.equals("text") ->
          texts.add(text(at + ".text", part, "text"));
      case Json.Text(String type) when type.equals("image_url") -> {
        Json url = part.find("image_url.url").or(() -> part.find("image_url")).orElse(null);
        pictures.add(image(at + ".image_url", url));
      }
      case null, default ->
          throw problem(at + ".type", "expected 'text' or 'image_url'; other parts are not known");
    }
  }

  private String image(String at, @Nullable Json value) {
    if (!(value instanceof Json.Text(String image))) {
      throw problem(at, "expected the URL, the data URI or the path of an image");
    }
    try {
      return images.uri(image);
    } catch (InvalidException e) {
      throw problem(at, e.problem());
    }
  }

  private List<ToolCall> toolCalls(String at, Json.Fields message) {
    List<ToolCall> calls = new ArrayList<>();
    for (Json item : listed(message, "tool_calls")) {
      calls.add(toolCall(at + "[" + calls.size() + "]", object(at, item)));
    }
    return calls;
  }

  private ToolCall toolCall(String at, Json.Fields call) {
    Json.Fields function =
        call.fields().get("function") instanceof Json.Fields inner ? inner : call;
    Json arguments = function.fields().getOrDefault("arguments", new Json.Fields(Map.of()));
    return new ToolCall(
        call.find("id").map(Json::shown).orElse(""),
        text(at + ".name", function, "name"),
        arguments.shown());
  }

  private @Nullable String answeredCall(String at, Json.Fields message) {
    return given(message, "tool_call_id") ? text(at, message, "tool_call_id") : null;
  }

  private static List<Json> listed(Json.Fields message, String key) {
    return switch (message.fields().get(key)) {
      case Json.Items(List<Json> items) -> items;
      case Json.Null ignored -> List.of();
      case null -> List.of();
      case Json single -> List.of(single);
    };
  }

  private static boolean given(Json.Fields fields, String key) {
    Json value = fields.fields().get(key);
    return value != null && !(value instanceof Json.Null);
  }

  private static String text(String at, Json.Fields fields, String key) {
    if (fields.fields().get(key) instanceof Json.Text(String text)) {
      return text;
    }
    throw problem(at, "expected a text");
  }

  private static Json.Fields object(String at, Json value) {
    if (value instanceof Json.Fields fields) {
      return fields;
    }
    throw problem(at, "expected an object");
  }

  private static InvalidException problem(String at, String what) {
    return new InvalidException(at, what);
  }
}
