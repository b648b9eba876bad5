package dev.researchlab.ports.testkit.project;

import dev.researchlab.domain.project.ProjectId;
import java.util.UUID;

/** Projects for tests. */
public final class Projects {

  private Projects() {}

  /** A project that no other test uses, so that tests may share a server. */
  public static ProjectId fresh() {
    return new ProjectId(UUID.randomUUID());
  }
}
