package dev.researchlab.domain.prompt;

import java.util.UUID;

/** Identifies a prompt template. */
public record PromptId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
