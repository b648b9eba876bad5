package dev.researchlab.ports.driving.experiment;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentQuery;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** States what is to be found out, and how. */
public interface ForDesigningExperiments {

  /**
   * Makes a draft.
   *
   * @throws NotFoundException if a model, prompt version or dataset version of the design is not
   *     there
   * @throws InvalidException if a metric of the design is unknown or its parameters are wrong
   */
  Experiment design(ProjectId project, ExperimentDraft draft);

  /**
   * The experiment of that id.
   *
   * @throws NotFoundException if the project has none
   */
  Experiment experiment(ProjectId project, ExperimentId id);

  /** All experiments of the project, newest first. */
  List<Experiment> experiments(ProjectId project);

  /**
   * A page of the experiments that a query asks for, in its order.
   *
   * @param after where the last experiment of the page before stood; null for the first page
   * @param limit how many at most, at least 1
   */
  List<Experiment> experiments(
      ProjectId project,
      ExperimentQuery query,
      ExperimentQuery.@Nullable Position after,
      int limit);

  /**
   * Says an experiment anew. Only that of a draft may change its design; texts and tags may change
   * until it is archived.
   *
   * @param version of the experiment that the caller has read
   * @throws NotFoundException if the project has no such experiment, or a part of the design is not
   *     there
   * @throws InvalidException as {@link #design}
   * @throws ConflictException if it has another version by now, or may not change any more
   */
  Experiment revise(ProjectId project, ExperimentId id, long version, ExperimentDraft draft);

  /**
   * Puts an experiment away: it stays to be read, and is not run again. Archiving an archived one
   * changes nothing.
   *
   * @throws NotFoundException if the project has no such experiment
   * @throws ConflictException if it goes on
   */
  Experiment archive(ProjectId project, ExperimentId id);

  /**
   * Deletes an experiment that was never run.
   *
   * @throws NotFoundException if the project has no such experiment
   * @throws ConflictException if it has runs: what was found stays, and the experiment may be
   *     archived
   */
  void delete(ProjectId project, ExperimentId id);
}
