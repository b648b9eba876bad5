package dev.researchlab.domain.project;

import java.time.Instant;

/** The unit of isolation: everything else belongs to one project. */
public record Project(ProjectId id, String name, Instant createdAt) {

  /** The name of the project of a fresh installation. */
  public static final String DEFAULT_NAME = "default";

  public Project {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a project has a name");
    }
  }
}
