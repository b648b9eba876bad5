package dev.researchlab.domain.experiment;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;
import java.util.Locale;

/**
 * A question put to models: the design, and where it stands.
 *
 * @param version counts up with every change, for optimistic locking
 */
public record Experiment(
    ExperimentId id,
    ProjectId project,
    About about,
    ExperimentDesign design,
    ExperimentStatus status,
    long version,
    Instant createdAt,
    Instant changedAt) {

  /** What it is called. */
  public String name() {
    return about.name();
  }

  /**
   * The same experiment in its next status and version.
   *
   * @throws ConflictException if an experiment may not go from its status to that one
   */
  public Experiment become(ExperimentStatus next, Instant now) {
    if (!status.mayBecome(next)) {
      throw new ConflictException(
          ("experiment " + id + " is " + status + " and cannot become " + next)
              .toLowerCase(Locale.ROOT));
    }
    return new Experiment(id, project, about, design, next, version + 1, createdAt, now);
  }
}
