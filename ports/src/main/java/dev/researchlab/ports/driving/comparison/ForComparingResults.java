package dev.researchlab.ports.driving.comparison;

import dev.researchlab.domain.NotFoundException;
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
}
