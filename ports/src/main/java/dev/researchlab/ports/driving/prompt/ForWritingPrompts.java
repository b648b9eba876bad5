package dev.researchlab.ports.driving.prompt;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import java.util.List;
import java.util.Map;

/** Writes prompt templates and looks at them. */
public interface ForWritingPrompts {

  /**
   * Writes the next version of the prompt of that name, or its first one. Where the newest version
   * says the same already, that one is returned.
   */
  PromptVersion write(ProjectId project, String name, PromptContent content);

  /**
   * Writes the first version of a new prompt.
   *
   * @throws ConflictException if the project has a prompt of that name
   */
  PromptVersion create(ProjectId project, String name, PromptContent content);

  /**
   * Writes the next version of a prompt. Where the newest version says the same already, that one
   * is returned.
   *
   * @throws NotFoundException if the project has no such prompt
   * @throws ConflictException if somebody else writes it at the same moment
   */
  PromptVersion write(ProjectId project, PromptId prompt, PromptContent content);

  /**
   * The versions of a prompt, oldest first, at least one.
   *
   * @throws NotFoundException if the project has no such prompt
   */
  List<PromptVersion> versions(ProjectId project, PromptId prompt);

  /**
   * Puts a label on a version of a prompt; where another version had it, it moves.
   *
   * @param label 1 to 256 characters, not blank
   * @throws InvalidException if the label is none
   * @throws NotFoundException if the project has no such version
   */
  void label(ProjectId project, PromptId prompt, String label, int number);

  /** The numbers of the labelled versions by their labels; empty where there are none. */
  Map<String, Integer> labels(ProjectId project, PromptId prompt);

  /**
   * Gives a prompt another name, and returns its newest version.
   *
   * @param from the name that the caller has read
   * @throws NotFoundException if the project has no such prompt
   * @throws ConflictException if it has another name than that by now, or another prompt of the
   *     project has the new one
   */
  PromptVersion rename(ProjectId project, PromptId prompt, String from, String to);

  /**
   * Gives a prompt another name and another content, where nobody has changed it since it was read,
   * and returns its newest version. Another content is the next version.
   *
   * @param read the newest version as the caller has read it
   * @throws NotFoundException if the project has no such prompt
   * @throws ConflictException if it has another name or a newer version by now, or another prompt
   *     of the project has the new name; of several writers that have read the same version exactly
   *     one succeeds
   */
  PromptVersion replace(ProjectId project, PromptVersion read, String name, PromptContent content);

  /**
   * Deletes a prompt with its versions and labels.
   *
   * @throws NotFoundException if the project has no such prompt
   * @throws ConflictException if an experiment uses it
   */
  void delete(ProjectId project, PromptId prompt);

  /** The newest version of every prompt of the project by name. */
  List<PromptVersion> prompts(ProjectId project);
}
