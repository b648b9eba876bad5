package dev.researchlab.domain.statistics;

import org.jspecify.annotations.Nullable;

/**
 * How far the mean of one variant lies from that of another on the same samples.
 *
 * @param difference the first mean minus the second, in the unit of the metric
 * @param standardError of the difference; NaN for one pair
 * @param interval where the difference lies; null for one pair
 * @param n the pairs compared, at least 1
 * @param missing the pairs that lack a value on either side, at least 0
 * @param effectSize Cohen's d_z, the mean of the differences by their standard deviation; 0 where
 *     all are 0, NaN where they are one other constant, as with one pair
 * @param smallestDetectableEffect the difference that this n finds with 80 % power at the
 *     interval's level, in the unit of the metric; NaN where the differences do not vary
 * @param test of no difference
 */
public record Difference(
    double difference,
    double standardError,
    @Nullable ConfidenceInterval interval,
    long n,
    long missing,
    double effectSize,
    double smallestDetectableEffect,
    TestResult test) {

  public Difference {
    if (!Double.isFinite(difference)) {
      throw new IllegalArgumentException("a difference is a finite number, not " + difference);
    }
    Counts.require(n, missing);
  }
}
