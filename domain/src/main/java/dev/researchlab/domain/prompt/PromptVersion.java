package dev.researchlab.domain.prompt;

import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;

/**
 * One immutable version of a prompt template.
 *
 * @param name of the template, unique in its project
 * @param number 1 for the first version, then counting
 */
public record PromptVersion(
    PromptId prompt,
    ProjectId project,
    String name,
    int number,
    PromptContent content,
    Instant writtenAt) {

  public PromptVersion {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a prompt has a name");
    }
    if (number < 1) {
      throw new IllegalArgumentException("prompt versions count from 1, not " + number);
    }
  }
}
