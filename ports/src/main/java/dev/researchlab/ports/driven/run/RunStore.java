package dev.researchlab.ports.driven.run;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * A page of the project's runs, newest first, those of one instant by id, greatest first.
   *
   * @param before the last run of the page before; null for the newest page. Where the project has
   *     no such run, the page is empty.
   * @param limit how many at most, at least 1
   */
  List<Run> page(ProjectId project, @Nullable RunId before, int limit);

  /** The runs of the project that have that status, oldest first, those of one instant by id. */
  List<Run> list(ProjectId project, RunStatus status);

  /**
   * Takes a run for this process, so that no other goes on with it; empty where it is taken
   * already, here or in another process on the same storage. The end of a process, also by a crash,
   * gives up what it has taken. Whether there is such a run is not looked at.
   */
  Optional<Claim> claim(ProjectId project, RunId id);

  /** The right to go on with a run. */
  interface Claim extends AutoCloseable {

    /** Gives the run up; calling it again does nothing. */
    @Override
    void close();
  }
}
