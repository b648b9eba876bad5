package dev.researchlab.domain.statistics;

/**
 * A proportion with the score interval of Wilson (Journal of the American Statistical Association
 * 22, 1927, 209-212), without continuity correction:
 *
 * <pre>
 * (p + z^2/(2n) -+ z sqrt(p (1 - p)/n + z^2/(4 n^2))) / (1 + z^2/n),   p = successes/n
 * </pre>
 *
 * where z is the standard normal quantile of (1 + level)/2. It never leaves [0, 1], and it keeps
 * its coverage at small n and near 0 and 1, where p -+ z SE does not.
 *
 * @param level the coverage, above 0 and below 1
 */
public record WilsonInterval(double level) {

  /** The name of the method in the results. */
  public static final String METHOD = "wilson";

  public WilsonInterval {
    Quantiles.requireLevel(level);
  }

  /**
   * Estimates a proportion. The standard error is sqrt(p (1 - p)/n), so it is 0 at both borders;
   * the lower bound is exactly 0 without a success and the upper one exactly 1 without a failure.
   *
   * @param successes from 0 to n
   * @param n the observations, at least 1: without any there is no estimate to give
   * @param missing observations without a value, at least 0; they do not enter the proportion
   * @throws IllegalArgumentException if a count is out of its range
   */
  public Estimate estimate(long successes, long n, long missing) {
    Counts.require(n, missing);
    if (successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "there are 0 to " + n + " successes in " + n + " observations, not " + successes);
    }
    double p = (double) successes / n;
    double variance = p * (1 - p) / n;
    double z = Quantiles.normal(level);
    double shrink = 1 + z * z / n;
    double center = (p + z * z / (2.0 * n)) / shrink;
    double half = z * Math.sqrt(variance + z * z / (4.0 * n * n)) / shrink;
    double lower = successes == 0 ? 0 : Math.clamp(center - half, 0, p);
    double upper = successes == n ? 1 : Math.clamp(center + half, p, 1);
    return new Estimate(
        p,
        new ConfidenceInterval(lower, upper, level, METHOD),
        Math.sqrt(variance),
        n,
        missing,
        METHOD);
  }
}
