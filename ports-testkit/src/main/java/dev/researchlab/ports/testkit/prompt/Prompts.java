package dev.researchlab.ports.testkit.prompt;

import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import java.time.Instant;
import java.util.UUID;

/** Prompts for tests. */
public final class Prompts {

  private static final Instant WRITTEN = Instant.parse("2026-03-01T09:00:00.123456Z");

  private Prompts() {}

  /** The first version of a new prompt. */
  public static PromptVersion first(ProjectId project, String name) {
    return first(project, name, PromptContent.text("Answer: {{input}}"));
  }

  /** The first version of a new prompt that says that. */
  public static PromptVersion first(ProjectId project, String name, PromptContent content) {
    return new PromptVersion(new PromptId(UUID.randomUUID()), project, name, 1, content, WRITTEN);
  }

  /** The version after the given one, a second later and with other words. */
  public static PromptVersion after(PromptVersion version) {
    return numbered(version, version.number() + 1);
  }

  /** Another version of the same prompt with that number. */
  public static PromptVersion numbered(PromptVersion version, int number) {
    return new PromptVersion(
        version.prompt(),
        version.project(),
        version.name(),
        number,
        PromptContent.text("Version " + number + ": {{input}}"),
        version.writtenAt().plusSeconds(1));
  }
}
