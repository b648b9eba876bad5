package dev.researchlab.ports.driven.experiment;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentQuery;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps experiments. Thread-safe; an experiment of one project is never seen from another. */
public interface ExperimentStore {

  /**
   * Adds an experiment.
   *
   * @throws ConflictException if the project has an experiment of that id; nothing is changed
   */
  void add(Experiment experiment);

  /** The experiment of that id, or empty where the project has none. */
  Optional<Experiment> find(ProjectId project, ExperimentId id);

  /**
   * Replaces an experiment by its next version.
   *
   * @throws NotFoundException if the project has no such experiment
   * @throws ConflictException if the stored version is not the one before the given one; of several
   *     writers that started from the same version exactly one succeeds
   */
  void update(Experiment experiment);

  /** All experiments of the project, newest first, those of one instant by id. */
  List<Experiment> list(ProjectId project);

  /**
   * A page of the experiments that a query asks for, in its order.
   *
   * @param after where the last experiment of the page before stood; null for the first page
   * @param limit how many at most, at least 1
   */
  List<Experiment> page(
      ProjectId project,
      ExperimentQuery query,
      ExperimentQuery.@Nullable Position after,
      int limit);

  /** Deletes an experiment and says whether there was one. Whether it has runs is not looked at. */
  boolean delete(ProjectId project, ExperimentId id);
}
