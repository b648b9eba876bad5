package dev.researchlab.ports.driving.evaluation;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import java.util.List;

/** Takes outcomes that were produced elsewhere. */
public interface ForRecordingEvaluations {

  /** What became of an outcome. */
  sealed interface Receipt {

    /**
     * It is stored, now or by an earlier call: of several outcomes of a trial the first one stays.
     */
    record Recorded(EvaluationId id) implements Receipt {}

    /**
     * It is not stored.
     *
     * @param path which part of it is wrong, such as {@code sample_id}
     * @param problem what is wrong with it, and what to do
     */
    record Refused(String path, String problem) implements Receipt {}
  }

  /**
   * Opens a run that asks no model: its outcomes are recorded, and it is complete with the last
   * one.
   *
   * @throws NotFoundException if the project has no such experiment
   * @throws ConflictException if a run of the experiment is going on
   */
  Run open(ProjectId project, ExperimentId experiment);

  /**
   * Scores outcomes by the metrics of their run and stores them, all that can be. When the call
   * returns they are stored.
   *
   * @return a receipt for each outcome, in their order
   * @throws NotFoundException if the project has no such run
   * @throws ConflictException if the run was not opened for this, or has ended
   */
  List<Receipt> record(ProjectId project, RunId run, List<OutcomeDraft> outcomes);
}
