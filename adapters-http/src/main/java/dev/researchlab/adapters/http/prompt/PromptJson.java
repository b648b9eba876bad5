package dev.researchlab.adapters.http.prompt;

import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptPart;
import dev.researchlab.domain.prompt.PromptVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prompts as JSON. */
public final class PromptJson {

  private static final Pattern IMAGE =
      Pattern.compile("(?i)https?://|data:image/|\\{\\{\\s*[\\w.-]+\\s*}}\\s*$");

  private PromptJson() {}

  /** Either {@code text}, or {@code messages}. */
  static PromptContent content(JsonInput json) {
    String text = json.textOrNull("text", JsonInput.CONTENT);
    List<PromptPart> messages = json.objects("messages", PromptJson::part);
    if ((text == null) == messages.isEmpty()) {
      throw json.problem("text", "a prompt has either 'text' or 'messages'");
    }
    return text != null ? PromptContent.text(text) : PromptContent.of(messages);
  }

  private static PromptPart part(JsonInput json) {
    String placeholder = json.textOrNull("placeholder", JsonInput.NAME);
    if (placeholder != null) {
      if (!placeholder.equals("messages")) {
        throw json.problem("placeholder", "must be 'messages', the conversation of the sample");
      }
      return new PromptPart.SampleMessages();
    }
    Role role = json.oneOf("role", Role.class);
    if (role == null) {
      throw json.problem("role", "is missing");
    }
    if (role == Role.TOOL) {
      throw json.problem("role", "must be system, user or assistant: no call was made to answer");
    }
    String content = json.text("content", "", JsonInput.CONTENT);
    List<String> images = json.list("images", PromptJson::image);
    if (content.isEmpty() && images.isEmpty()) {
      throw json.problem("content", "is missing");
    }
    return new PromptPart.Message(new ChatMessage(role, content, images, List.of(), null));
  }

  private static String image(String path, JsonNode value) {
    JsonInput json = new JsonInput("", Json.object().set(path, value));
    String image = json.text(path, JsonInput.CONTENT);
    if (!IMAGE.matcher(image).lookingAt()) {
      throw json.problem(
          path, "must be an http(s) URL, a data URI of an image, or a variable such as {{photo}}");
    }
    return image;
  }

  static ArrayNode messages(List<ChatMessage> messages) {
    ArrayNode array = Json.object().putArray("messages");
    messages.forEach(message -> array.add(message(message)));
    return array;
  }

  private static ObjectNode message(ChatMessage message) {
    ObjectNode node = Json.object();
    node.put("role", message.role().name().toLowerCase(java.util.Locale.ROOT));
    node.put("content", message.content());
    if (!message.images().isEmpty()) {
      ArrayNode images = node.putArray("images");
      message.images().forEach(images::add);
    }
    return node;
  }

  /** The messages of a template. */
  public static ArrayNode messages(PromptContent content) {
    ArrayNode messages = Json.object().putArray("messages");
    for (PromptPart part : content.parts()) {
      switch (part) {
        case PromptPart.Message message -> messages.add(message(message.message()));
        case PromptPart.SampleMessages ignored ->
            messages.addObject().put("placeholder", "messages");
      }
    }
    return messages;
  }

  static JsonNode write(PromptVersion version, Map<String, Integer> labels) {
    ObjectNode node = Json.object();
    node.put("id", version.prompt().toString());
    node.put("name", version.name());
    node.put("version", version.number());
    node.set("messages", messages(version.content()));
    ArrayNode variables = node.putArray("variables");
    version.content().variables().stream().sorted().forEach(variables::add);
    ObjectNode numbers = node.putObject("labels");
    new TreeMap<>(labels).forEach(numbers::put); // the ETag is made of these bytes
    node.put("content_hash", version.content().hash().hex());
    node.put("written_at", version.writtenAt().toString());
    return node;
  }
}
