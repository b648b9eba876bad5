package dev.researchlab.domain.comparison;

import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.statistics.Difference;
import dev.researchlab.domain.statistics.TestResult;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a variant against the baseline, on the samples that have a value for both.
 *
 * @param reducer how the epochs of a sample became one value
 * @param difference variant minus baseline; null with fewer than two common samples
 * @param test of no difference: exact McNemar for binary scores, paired t otherwise; null with the
 *     difference
 * @param adjustedPValue the test's p-value by Holm's method over all variants that are compared
 *     with the baseline on this metric; null with the test
 * @param verdict by the adjusted p-value
 * @param verdictWithMissingAsFailures the verdict where every missing sample counts as 0; null
 *     where nothing is missing, and for measures such as latency
 */
public record BaselineComparison(
    String variant,
    String baseline,
    String metric,
    EpochReducer reducer,
    @Nullable Difference difference,
    @Nullable TestResult test,
    @Nullable Double adjustedPValue,
    Verdict verdict,
    @Nullable Verdict verdictWithMissingAsFailures) {

  /** Whether the finding depends on how missing answers are counted. */
  public boolean dependsOnMissing() {
    return verdictWithMissingAsFailures != null && verdictWithMissingAsFailures != verdict;
  }
}
