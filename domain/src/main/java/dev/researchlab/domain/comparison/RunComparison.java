package dev.researchlab.domain.comparison;

import dev.researchlab.domain.run.RunId;
import java.util.List;

/**
 * What changed from one run to another.
 *
 * @param baseline the run that is compared with
 * @param run the other run
 * @param sameQuestions whether both runs asked the samples of the same dataset version; otherwise
 *     the samples with the same ids are compared, and may be different questions
 * @param pairs a summary for each pair of variants: the baseline's first, named with their runs;
 *     each pair is a family of its own
 */
public record RunComparison(
    RunId baseline, RunId run, boolean sameQuestions, List<RunSummary> pairs) {

  public RunComparison {
    pairs = List.copyOf(pairs);
  }
}
