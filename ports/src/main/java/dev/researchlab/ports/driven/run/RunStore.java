package dev.researchlab.ports.driven.run;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import java.util.List;
import java.util.Optional;

/** Keeps runs. Thread-safe; a run of one project is never seen from another. */
public interface RunStore {

  /**
   * Adds a run.
   *
   * @throws ConflictException if the project has a run of that id, or the experiment one of that
   *     number; nothing is changed
   */
  void add(Run run);

  /** The run of that id, or empty where the project has none. */
  Optional<Run> find(ProjectId project, RunId id);

  /**
   * Replaces a run whose status has changed.
   *
   * @throws NotFoundException if the project has no such run
   * @throws ConflictException if the stored run may not go from its status to the given one; the
   *     same status is no change and is accepted
   */
  void update(Run run);

  /** The runs of an experiment by their numbers; empty where the project has no such experiment. */
  List<Run> list(ProjectId project, ExperimentId experiment);
}
