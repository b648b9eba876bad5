package dev.researchlab.domain.prompt;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.ContentHasher;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a prompt says: chat messages whose contents and images are templates, and the place of the
 * sample's own messages. A text prompt is one user message.
 */
public final class PromptContent {

  private final List<PromptPart> parts;
  private final List<Piece> pieces;
  private final Set<String> variables;

  /** A part that is parsed. */
  private sealed interface Piece {}

  private record ParsedMessage(ChatMessage message, Template content, List<Template> images)
      implements Piece {

    static ParsedMessage of(ChatMessage message) {
      return new ParsedMessage(
          message,
          Template.parse(message.content()),
          message.images().stream().map(Template::parse).toList());
    }

    ChatMessage render(Map<String, String> values) {
      return new ChatMessage(
          message.role(),
          content.render(values),
          images.stream().map(image -> image.render(values)).toList(),
          message.toolCalls(),
          message.toolCallId());
    }
  }

  private record Conversation() implements Piece {}

  private PromptContent(List<PromptPart> parts) {
    if (parts.isEmpty()) {
      throw new InvalidException("messages", "a prompt has at least one");
    }
    if (parts.stream().filter(PromptPart.SampleMessages.class::isInstance).count() > 1) {
      throw new InvalidException(
          "messages", "a prompt has the placeholder of the sample's messages at most once");
    }
    this.parts = List.copyOf(parts);
    this.pieces = this.parts.stream().map(PromptContent::piece).toList();
    Set<String> names = new LinkedHashSet<>();
    for (Piece piece : pieces) {
      if (piece instanceof ParsedMessage parsed) {
        names.addAll(parsed.content().variables());
        parsed.images().forEach(image -> names.addAll(image.variables()));
      }
    }
    this.variables = Collections.unmodifiableSet(names);
  }

  private static Piece piece(PromptPart part) {
    return switch (part) {
      case PromptPart.Message(ChatMessage message) -> ParsedMessage.of(message);
      case PromptPart.SampleMessages() -> new Conversation();
    };
  }

  /** A prompt that is one user message. */
  public static PromptContent text(String template) {
    return chat(List.of(new ChatMessage(Role.USER, template)));
  }

  /**
   * A prompt of several messages.
   *
   * @throws InvalidException if there is none
   */
  public static PromptContent chat(List<ChatMessage> messages) {
    return new PromptContent(messages.stream().<PromptPart>map(PromptPart.Message::new).toList());
  }

  /**
   * A prompt of messages and, at most once, those of the sample.
   *
   * @throws InvalidException if there is no part, or the sample's messages twice
   */
  public static PromptContent of(List<PromptPart> parts) {
    return new PromptContent(parts);
  }

  /** The parts as they were written, with their variables. */
  public List<PromptPart> parts() {
    return parts;
  }

  /** The names of all variables, in the order of their first use. */
  public Set<String> variables() {
    return variables;
  }

  /** Whether the sample's own messages have a place in it. */
  public boolean placesMessages() {
    return parts.contains(new PromptPart.SampleMessages());
  }

  /** What the prompt asks for and the sample does not have, as messages for people name it. */
  public Optional<String> missingFrom(Sample sample) {
    for (String variable : variables) {
      if (!sample.variables().containsKey(variable)) {
        return Optional.of("the variable {{" + variable + "}}");
      }
    }
    return placesMessages() && sample.messages().isEmpty()
        ? Optional.of("the placeholder 'messages'")
        : Optional.empty();
  }

  /**
   * The messages with every variable replaced by its value, which is never rendered again, and the
   * sample's messages as they are.
   *
   * @throws UndefinedVariableException if a variable has no value
   * @throws IllegalArgumentException if the sample's messages have a place and there are none
   */
  public List<ChatMessage> render(Sample sample) {
    List<ChatMessage> rendered = new ArrayList<>(pieces.size() + sample.messages().size());
    for (Piece piece : pieces) {
      switch (piece) {
        case ParsedMessage parsed -> rendered.add(parsed.render(sample.variables()));
        case Conversation() -> rendered.addAll(messagesOf(sample));
      }
    }
    return List.copyOf(rendered);
  }

  private static List<ChatMessage> messagesOf(Sample sample) {
    if (sample.messages().isEmpty()) {
      throw new IllegalArgumentException(
          "the prompt has a place for messages, and sample '" + sample.id() + "' has none");
    }
    return sample.messages();
  }

  /** The hash of all that is said. */
  public ContentHash hash() {
    ContentHasher hasher = new ContentHasher().add(parts.size());
    for (PromptPart part : parts) {
      switch (part) {
        case PromptPart.Message(ChatMessage message) -> addTo(hasher, message);
        case PromptPart.SampleMessages() -> hasher.add("placeholder").add("messages");
      }
    }
    return hasher.hash();
  }

  /** A text alone goes in as it always did; no role has the name of what may follow. */
  private static void addTo(ContentHasher hasher, ChatMessage message) {
    hasher.add(message.role()).add(message.content());
    if (!message.equals(new ChatMessage(message.role(), message.content()))) {
      hasher.add("with");
      message.addTo(hasher);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PromptContent content && parts.equals(content.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return parts.toString();
  }
}
