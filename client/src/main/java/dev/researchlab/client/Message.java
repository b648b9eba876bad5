package dev.researchlab.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a prompt: a message, or where the conversation of the sample goes.
 *
 * @param role system, user or assistant
 * @param placeholder null, or {@code messages}
 */
public record Message(
    @Nullable String role,
    @Nullable String content,
    List<String> images,
    @Nullable String placeholder) {
  public Message {
    images = images == null ? List.of() : List.copyOf(images);
  }

  /** What the user says. */
  public static Message user(String content) {
    return new Message("user", content, List.of(), null);
  }

  /** What the model is told first. */
  public static Message system(String content) {
    return new Message("system", content, List.of(), null);
  }
}
