package dev.researchlab.domain.prompt;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.ContentHasher;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a prompt says: chat messages whose contents and images are templates. A text prompt is one
 * user message.
 */
public final class PromptContent {

  private final List<ChatMessage> messages;
  private final List<Template> templates;
  private final List<List<Template>> images;

  private PromptContent(List<ChatMessage> messages) {
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a prompt has at least one message");
    }
    this.messages = List.copyOf(messages);
    this.templates =
        this.messages.stream().map(message -> Template.parse(message.content())).toList();
    this.images =
        this.messages.stream()
            .map(message -> message.images().stream().map(Template::parse).toList())
            .toList();
  }

  /** A prompt that is one user message. */
  public static PromptContent text(String template) {
    return chat(List.of(new ChatMessage(Role.USER, template)));
  }

  /**
   * A prompt of several messages.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PromptContent chat(List<ChatMessage> messages) {
    return new PromptContent(messages);
  }

  /** The messages as they were written, with their variables. */
  public List<ChatMessage> messages() {
    return messages;
  }

  /** The names of all variables, in the order of their first use. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < templates.size(); i++) {
      names.addAll(templates.get(i).variables());
      images.get(i).forEach(image -> names.addAll(image.variables()));
    }
    return names;
  }

  /**
   * The messages with every variable replaced by its value.
   *
   * @throws UndefinedVariableException if a variable has no value
   */
  public List<ChatMessage> render(Map<String, String> values) {
    ChatMessage[] rendered = new ChatMessage[messages.size()];
    for (int i = 0; i < rendered.length; i++) {
      ChatMessage message = messages.get(i);
      rendered[i] =
          new ChatMessage(
              message.role(),
              templates.get(i).render(values),
              images.get(i).stream().map(image -> image.render(values)).toList(),
              message.toolCalls(),
              message.toolCallId());
    }
    return List.of(rendered);
  }

  /** The hash of roles and texts. */
  public ContentHash hash() {
    ContentHasher hasher = new ContentHasher().add(messages.size());
    for (ChatMessage message : messages) {
      hasher.add(message.role()).add(message.content());
      if (!message.images().isEmpty()) {
        hasher.add(message.images());
      }
    }
    return hasher.hash();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PromptContent content && messages.equals(content.messages);
  }

  @Override
  public int hashCode() {
    return messages.hashCode();
  }

  @Override
  public String toString() {
    return messages.toString();
  }
}
