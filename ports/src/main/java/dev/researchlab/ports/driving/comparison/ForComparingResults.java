package dev.researchlab.ports.driving.comparison;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;

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
}
