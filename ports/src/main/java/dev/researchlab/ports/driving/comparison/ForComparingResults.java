package dev.researchlab.ports.driving.comparison;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import java.util.List;

/** Turns outcomes into findings: each number with its uncertainty. */
public interface ForComparingResults {

  /**
   * What a run found so far: each variant alone, and each against the baseline.
   *
   * @throws NotFoundException if the project has no such run
   */
  RunSummary summarize(ProjectId project, RunId run);

  /**
   * What changed from one run to another: variants of the same name, or the only ones of both, on
   * the samples that both answered.
   *
   * @throws NotFoundException if the project has no such run
   * @throws InvalidException if the runs have no variants or metrics to compare
   */
  RunComparison compare(ProjectId project, RunId baseline, RunId other);

  /**
   * Scores the stored answers of a run by other metrics, or by its own again, and asks no model.
   * What comes out is a new run of the same experiment, to be summarized and compared as any other;
   * its manifest names the run that the answers are from, and that one stays as it is.
   *
   * <p>Every evaluation of the run is copied with new scores: outcomes, tokens, cost and latency
   * are those of the call that answered. Without an answer it stays missing; where the dataset
   * version has no sample of that id, it is unscored. The new run is complete where each of its
   * trials has its evaluation, else it is stopped and may be resumed, which asks for the rest. It
   * is stored when all of its evaluations are: after a failure there is none, and the call may be
   * repeated. The heap that it needs does not grow with the answers, and by about 60 bytes for each
   * sample of the dataset.
   *
   * @param run one that does not go on now
   * @param metrics at least one, their names different; a reducer speaks of no more epochs than the
   *     run has
   * @throws NotFoundException if the project has no such run
   * @throws InvalidException if a metric cannot be made or reduced, or nothing was evaluated yet;
   *     nothing is changed
   * @throws ConflictException if the run goes on now, here or in another process
   */
  Run rescore(ProjectId project, RunId run, List<MetricDefinition> metrics);
}
