package dev.researchlab.ports.driven.prompt;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the versions of prompt templates. Thread-safe; a prompt of one project is never seen from
 * another.
 */
public interface PromptStore {

  /**
   * Adds a version.
   *
   * @throws ConflictException if the prompt has a version of that number, the number is not the
   *     next one, or another prompt of the project has that name; nothing is changed
   */
  void add(PromptVersion version);

  /** That version, or empty where the project has none. */
  Optional<PromptVersion> find(ProjectId project, PromptId prompt, int number);

  /** The newest version of the prompt of that name, or empty where the project has none. */
  Optional<PromptVersion> latest(ProjectId project, String name);

  /** The newest version of every prompt of the project, by name in the order of code points. */
  List<PromptVersion> list(ProjectId project);

  /**
   * Puts a label on a version of a prompt; where another version had it, it moves.
   *
   * @throws NotFoundException if the project has no such version; nothing is changed
   */
  void label(ProjectId project, PromptId prompt, String label, int number);

  /** The numbers of the labelled versions by their labels; empty where there are none. */
  Map<String, Integer> labels(ProjectId project, PromptId prompt);

  /** The versions of a prompt, oldest first; empty where the project has no such prompt. */
  List<PromptVersion> versions(ProjectId project, PromptId prompt);

  /**
   * Gives a prompt another name, all of its versions with it.
   *
   * @param from the name that the caller has read
   * @throws NotFoundException if the project has no such prompt
   * @throws ConflictException if it has another name than that by now, or another prompt of the
   *     project has the new one; nothing is changed
   */
  void rename(ProjectId project, PromptId prompt, String from, String to);

  /**
   * Deletes a prompt with its versions and labels and says whether there was one. Whether it is in
   * use is not looked at.
   */
  boolean delete(ProjectId project, PromptId prompt);
}
