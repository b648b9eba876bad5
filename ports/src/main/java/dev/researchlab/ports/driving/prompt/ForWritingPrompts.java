package dev.researchlab.ports.driving.prompt;

import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptVersion;
import java.util.List;

/** Writes prompt templates and looks at them. */
public interface ForWritingPrompts {

  /**
   * Writes the next version of the prompt of that name, or its first one. Where the newest version
   * says the same already, that one is returned.
   */
  PromptVersion write(ProjectId project, String name, PromptContent content);

  /** The newest version of every prompt of the project by name. */
  List<PromptVersion> prompts(ProjectId project);
}
