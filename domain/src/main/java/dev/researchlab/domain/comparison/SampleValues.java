package dev.researchlab.domain.comparison;

import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.statistics.PassEstimator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One quantity of one variant: for each sample, by its index, the one value of its epochs. It makes
 * a sample one independent unit however often it was asked.
 *
 * <p>Epochs without a value are counted in both ways. Left out, the others are reduced alone, and
 * pass@k and pass^k have no value where fewer than k are left. As failures, each has the value 0;
 * in a majority they are one answer that is wrong, given as often as there are such epochs.
 */
final class SampleValues {

  private final EpochReducer reducer;
  private final @Nullable Votes votes;
  private double[] sums = new double[64];
  private int[] values = new int[64];
  private int[] trials = new int[64];
  private long missing;

  SampleValues(EpochReducer reducer) {
    this.reducer = reducer;
    this.votes = reducer.kind() == EpochReducer.Kind.MAJORITY ? new Votes() : null;
  }

  /**
   * Takes the value of one trial.
   *
   * @param value NaN where it has none
   * @param answer equal where answers are the same; majorities are taken of it
   */
  void add(int sample, double value, long answer) {
    if (sample >= sums.length) {
      int length = Math.max(sample + 1, sums.length * 2);
      sums = Arrays.copyOf(sums, length);
      values = Arrays.copyOf(values, length);
      trials = Arrays.copyOf(trials, length);
    }
    trials[sample]++;
    if (Double.isNaN(value)) {
      missing++;
      return;
    }
    sums[sample] += value;
    values[sample]++;
    if (votes != null) {
      votes.add(sample, answer, value);
    }
  }

  /** How many trials have no value. */
  long missing() {
    return missing;
  }

  /** The value of the trials that have one; NaN where they are too few. */
  double value(int sample) {
    return sample < values.length ? reduce(sample, values[sample]) : Double.NaN;
  }

  /** The value with 0 for every trial that has none; NaN where the trials are too few. */
  double valueWithMissingAsZero(int sample) {
    return sample < trials.length ? reduce(sample, trials[sample]) : Double.NaN;
  }

  /**
   * @param n of how many trials; those beyond the ones that have a value count as 0
   */
  private double reduce(int sample, int n) {
    if (n == 0 || n < reducer.k()) {
      return Double.NaN;
    }
    if (votes != null) {
      return votes.majority(sample, n - values[sample]);
    }
    return switch (reducer.kind()) {
      case MEAN, MAJORITY -> sums[sample] / n;
      case PASS_AT_K -> new PassEstimator(reducer.k()).atLeastOne(n, (int) sums[sample]);
      case PASS_ALL_K -> new PassEstimator(reducer.k()).all(n, (int) sums[sample]);
    };
  }
}
