package dev.researchlab.domain.project;

import java.util.UUID;

/** Identifies a project, the unit of isolation. */
public record ProjectId(UUID value) {

  /** The project of a fresh installation, named {@code default}. */
  public static final ProjectId DEFAULT =
      new ProjectId(UUID.fromString("00000000-0000-7000-8000-000000000000"));

  @Override
  public String toString() {
    return value.toString();
  }
}
