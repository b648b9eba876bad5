package dev.researchlab.domain.experiment;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A question put to models: the design, and where it stands.
 *
 * @param description what is done, possibly empty
 * @param hypothesis what is expected, possibly empty
 * @param version counts up with every change, for optimistic locking
 */
public record Experiment(
    ExperimentId id,
    ProjectId project,
    String name,
    String description,
    String hypothesis,
    List<String> tags,
    ExperimentDesign design,
    ExperimentStatus status,
    long version,
    Instant createdAt,
    Instant changedAt) {

  public Experiment {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an experiment has a name");
    }
    tags = List.copyOf(tags);
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
    return new Experiment(
        id,
        project,
        name,
        description,
        hypothesis,
        tags,
        design,
        next,
        version + 1,
        createdAt,
        now);
  }
}
