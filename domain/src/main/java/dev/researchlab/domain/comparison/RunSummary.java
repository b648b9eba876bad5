package dev.researchlab.domain.comparison;

import dev.researchlab.domain.run.RunId;
import java.util.List;

/**
 * What a run found: each variant alone, and each against the baseline.
 *
 * @param evaluated trials that have their evaluation
 * @param confidenceLevel of all intervals
 * @param comparisons by metric, then by variant; empty with one variant
 */
public record RunSummary(
    RunId run,
    long planned,
    long evaluated,
    double confidenceLevel,
    List<VariantSummary> variants,
    List<BaselineComparison> comparisons) {

  public RunSummary {
    variants = List.copyOf(variants);
    comparisons = List.copyOf(comparisons);
  }
}
