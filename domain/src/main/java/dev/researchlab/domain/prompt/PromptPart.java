package dev.researchlab.domain.prompt;

import dev.researchlab.domain.model.ChatMessage;

/** One part of a prompt. */
public sealed interface PromptPart {

  /**
   * A message that the prompt says itself.
   *
   * @param message whose content and images are templates
   */
  record Message(ChatMessage message) implements PromptPart {}

  /** The place of the sample's own messages. */
  record SampleMessages() implements PromptPart {}
}
