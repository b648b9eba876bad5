package dev.researchlab.domain.comparison;

import java.util.Arrays;

/**
 * One quantity of one variant: for each sample, by its index, the mean over the epochs. The mean is
 * what makes a sample one independent unit however often it was asked.
 */
final class SampleMeans {

  private double[] sums = new double[64];
  private int[] values = new int[64];
  private int[] trials = new int[64];
  private long missing;

  /** Takes the value of one trial, NaN where it has none. */
  void add(int sample, double value) {
    if (sample >= sums.length) {
      int length = Math.max(sample + 1, sums.length * 2);
      sums = Arrays.copyOf(sums, length);
      values = Arrays.copyOf(values, length);
      trials = Arrays.copyOf(trials, length);
    }
    trials[sample]++;
    if (Double.isNaN(value)) {
      missing++;
    } else {
      sums[sample] += value;
      values[sample]++;
    }
  }

  /** How many trials have no value. */
  long missing() {
    return missing;
  }

  /** The mean of the trials that have a value; NaN where none has. */
  double mean(int sample) {
    return sample < values.length && values[sample] > 0
        ? sums[sample] / values[sample]
        : Double.NaN;
  }

  /** The mean with 0 for every trial that has no value; NaN where the sample was not asked. */
  double meanWithMissingAsZero(int sample) {
    return sample < trials.length && trials[sample] > 0
        ? sums[sample] / trials[sample]
        : Double.NaN;
  }
}
