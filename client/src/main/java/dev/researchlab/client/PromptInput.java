package dev.researchlab.client;

import java.util.List;

/** A prompt template as it is written. */
public record PromptInput(String name, List<Message> messages) {
  public PromptInput {
    messages = messages == null ? List.of() : List.copyOf(messages);
  }
}
