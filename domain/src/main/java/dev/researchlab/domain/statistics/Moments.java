package dev.researchlab.domain.statistics;

/**
 * Count, mean and sum of squared deviations, by two passes of Neumaier's compensated sum (ZAMM 54,
 * 1974), so that neither large offsets nor many values cost digits.
 */
record Moments(int n, double mean, double squaredDeviations) {

  /**
   * @param values at least one, all finite
   */
  static Moments of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("an estimate needs at least one value");
    }
    boolean constant = true;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("an estimate needs finite values, not " + value);
      }
      constant &= value == values[0];
    }
    if (constant) {
      return new Moments(values.length, values[0], 0);
    }
    CompensatedSum sum = new CompensatedSum();
    for (double value : values) {
      sum.add(value);
    }
    double mean = sum.total() / values.length;
    CompensatedSum squares = new CompensatedSum();
    CompensatedSum deviations = new CompensatedSum();
    for (double value : values) {
      double deviation = value - mean;
      squares.add(deviation * deviation);
      deviations.add(deviation);
    }
    double correction = deviations.total() * deviations.total() / values.length;
    return new Moments(values.length, mean, Math.max(0, squares.total() - correction));
  }

  /** The sample standard deviation, with n - 1; NaN for one value. */
  double standardDeviation() {
    return n == 1 ? Double.NaN : Math.sqrt(squaredDeviations / (n - 1));
  }

  /** The standard error of the mean; NaN for one value. */
  double standardError() {
    return standardDeviation() / Math.sqrt(n);
  }

  private static final class CompensatedSum {

    private double sum;
    private double lost;

    void add(double value) {
      double next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }

    double total() {
      return sum + lost;
    }
  }
}
