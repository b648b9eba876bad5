package dev.researchlab.domain.model;

import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;

/** A registered model: a name in a project for a model that can be asked. */
public record Model(
    ModelId id,
    ProjectId project,
    String name,
    ModelSpecification specification,
    Instant registeredAt) {

  public Model {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a model has a name");
    }
  }
}
