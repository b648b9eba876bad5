package dev.researchlab.domain.statistics;

/**
 * Compares two variants on their common samples. With d = a - b, pair by pair:
 *
 * <ul>
 *   <li>difference: mean(d), which is mean(a) - mean(b); standard error: sd(d)/sqrt(n), sd with n -
 *       1. Pairing takes the variance between samples out (Miller, arXiv 2411.00640, 2024).
 *   <li>interval and test: Student's t with n - 1 degrees of freedom, two-sided.
 *   <li>effect size: d_z = mean(d)/sd(d) (Cohen, Statistical Power Analysis, 1988).
 *   <li>smallest detectable effect: (z of 1 - alpha/2 plus z of 0.8) SE, with alpha = 1 - level:
 *       the true difference that a study like this one finds significant four times in five.
 * </ul>
 *
 * @param level the coverage of the interval, above 0 and below 1
 */
public record PairedDifference(double level) {

  /** The name of the method in the results. */
  public static final String METHOD = "paired_t";

  /** The name of the test where the differences do not vary and t does not exist. */
  public static final String CONSTANT_METHOD = "sign_flip_exact";

  private static final double POWER = 0.8;

  public PairedDifference {
    Quantiles.requireLevel(level);
  }

  /**
   * Compares complete pairs.
   *
   * <p>Where all differences are the same, up to the rounding of the values, t is undefined: there
   * is no variation to judge the shift by, and a p-value of 0 would claim certainty from however
   * few pairs. The p-value is then that of the exact sign-flip test (Fisher, The Design of
   * Experiments, 1935), which needs none: 1 where the differences are 0, else 2^(1-n), the share of
   * the 2^n sign patterns that shift as far; the standard error is 0, the interval has no width,
   * and there is no statistic. One pair is such a case, with the p-value 1, an undefined standard
   * error and no interval.
   *
   * @param a the values of the first variant, at least one, all finite
   * @param b those of the second, in the same order of samples and as many
   * @param missingPairs samples that lack a value on either side, at least 0
   * @return p-values that a double cannot hold are given as the smallest positive double
   * @throws IllegalArgumentException if the values are not paired, are none or are not finite
   */
  public Difference compare(double[] a, double[] b, long missingPairs) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "pairs need as many values on both sides, not " + a.length + " and " + b.length);
    }
    double[] differences = new double[a.length];
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
      largest = Math.max(largest, Math.max(Math.abs(a[i]), Math.abs(b[i])));
    }
    Moments moments = Moments.of(differences);
    double rounding = 4 * Math.ulp(largest);
    return isConstant(differences, rounding)
        ? constant(moments, rounding, missingPairs)
        : varying(moments, missingPairs);
  }

  private Difference varying(Moments moments, long missing) {
    double mean = moments.mean();
    double error = moments.standardError();
    int degreesOfFreedom = moments.n() - 1;
    double half = Quantiles.student(level, degreesOfFreedom) * error;
    double t = mean / error;
    double pValue = Math.clamp(Quantiles.studentTwoSided(t, degreesOfFreedom), Double.MIN_VALUE, 1);
    double detectable = (Quantiles.normal(level) + Quantiles.normal(2 * POWER - 1)) * error;
    return new Difference(
        mean,
        error,
        new ConfidenceInterval(mean - half, mean + half, level, METHOD),
        moments.n(),
        missing,
        mean / moments.standardDeviation(),
        detectable,
        new TestResult(METHOD, pValue, t));
  }

  private Difference constant(Moments moments, double rounding, long missing) {
    int n = moments.n();
    boolean zero = Math.abs(moments.mean()) <= rounding;
    double shift = zero ? 0 : moments.mean();
    double pValue = zero ? 1 : Math.max(Double.MIN_VALUE, Math.scalb(1.0, 1 - n));
    return new Difference(
        shift,
        n == 1 ? Double.NaN : 0,
        n == 1 ? null : new ConfidenceInterval(shift, shift, level, METHOD),
        n,
        missing,
        zero && n > 1 ? 0 : Double.NaN,
        Double.NaN,
        new TestResult(CONSTANT_METHOD, pValue, Double.NaN));
  }

  private static boolean isConstant(double[] differences, double rounding) {
    double least = differences[0];
    double greatest = differences[0];
    for (double difference : differences) {
      least = Math.min(least, difference);
      greatest = Math.max(greatest, difference);
    }
    return greatest - least <= rounding;
  }
}
