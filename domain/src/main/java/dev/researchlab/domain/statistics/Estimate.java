package dev.researchlab.domain.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A quantity estimated from data, with its uncertainty.
 *
 * @param value the estimate, finite
 * @param interval where the quantity lies; null where the data do not say, as with the mean of one
 *     value
 * @param standardError NaN where it is undefined
 * @param n how many observations it rests on, at least 1
 * @param missing how many more were planned and have no value, at least 0
 * @param method by which it was computed, such as {@code wilson}
 */
public record Estimate(
    double value,
    @Nullable ConfidenceInterval interval,
    double standardError,
    long n,
    long missing,
    String method) {

  public Estimate {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("an estimate is a finite number, not " + value);
    }
    Counts.require(n, missing);
  }
}
