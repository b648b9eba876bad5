package dev.researchlab.domain.statistics;

/**
 * A mean with the interval of Student (Biometrika 6, 1908, 1-25): mean -+ t SE, where SE =
 * sqrt(sum((x - mean)^2) / (n (n - 1))) and t is the quantile of (1 + level)/2 with n - 1 degrees
 * of freedom. It holds exactly for independent normal values and approximately for many independent
 * values of any kind; values that come in clusters make it too narrow.
 *
 * @param level the coverage, above 0 and below 1
 */
public record StudentInterval(double level) {

  /** The name of the method in the results. */
  public static final String METHOD = "student_t";

  public StudentInterval {
    Quantiles.requireLevel(level);
  }

  /**
   * Estimates a mean. One value has neither a standard error (NaN) nor an interval (null). Values
   * that are all the same have the standard error 0 and an interval of no width, which says that
   * the sample does not vary and nothing more.
   *
   * @param values at least one, all finite
   * @param missing observations without a value, at least 0; they do not enter the mean
   * @throws IllegalArgumentException if there are no values, one is not finite, or their sum is
   *     beyond the range of a double
   */
  public Estimate estimate(double[] values, long missing) {
    Moments moments = Moments.of(values);
    double error = moments.standardError();
    ConfidenceInterval interval = null;
    if (moments.n() > 1) {
      double half = error == 0 ? 0 : Quantiles.student(level, moments.n() - 1) * error;
      interval =
          new ConfidenceInterval(moments.mean() - half, moments.mean() + half, level, METHOD);
    }
    return new Estimate(moments.mean(), interval, error, moments.n(), missing, METHOD);
  }
}
