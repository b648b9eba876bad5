package dev.researchlab.domain.model;

import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;

/**
 * A registered model: a name in a project for a model that can be asked.
 *
 * @param version 1 for a new model, counts up with every change, for optimistic locking
 */
public record Model(
    ModelId id,
    ProjectId project,
    String name,
    ModelSpecification specification,
    long version,
    Instant registeredAt) {

  public Model {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a model has a name");
    }
  }

  /** A new model. */
  public static Model of(
      ModelId id, ProjectId project, String name, ModelSpecification specification, Instant now) {
    return new Model(id, project, name, specification, 1, now);
  }

  /** The same model, reached in another way, in its next version. */
  public Model become(ModelSpecification next) {
    return new Model(id, project, name, next, version + 1, registeredAt);
  }
}
