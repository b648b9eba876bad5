package dev.researchlab.domain.dataset;

import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;

/** A named collection of questions; its contents are its immutable versions. */
public record Dataset(DatasetId id, ProjectId project, String name, Instant createdAt) {

  public Dataset {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a dataset has a name");
    }
  }
}
