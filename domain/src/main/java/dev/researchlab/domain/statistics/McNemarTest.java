package dev.researchlab.domain.statistics;

/**
 * The exact test of McNemar (Psychometrika 12, 1947, 153-157) for two variants judged right or
 * wrong on the same samples. Only the samples on which they disagree count; if neither is better,
 * each of those n is a fair coin. Two-sided by doubling:
 *
 * <pre>
 * p = min(1, 2 P(X &lt;= k)),   X ~ Binomial(n, 1/2),   k = min(onlyFirst, onlySecond)
 * </pre>
 *
 * The tail is summed from its largest term downwards, C(n,k)/2^n (1 + k/(n-k+1) + ...), and that
 * term comes from the saddle-point expansion of Loader (Fast and Accurate Computation of Binomial
 * Probabilities, 2000), so the p-value keeps a relative error below 1e-12 down to the smallest
 * normal double, 2.2e-308, in time of the order of sqrt(n).
 */
public final class McNemarTest {

  /** The name of the method in the results. */
  public static final String METHOD = "mcnemar_exact";

  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  /** From here on five terms of Stirling's series hold to the last digit. */
  private static final int STIRLING_SERIES_FROM = 16;

  /**
   * Tests whether one variant is right more often than the other.
   *
   * @param onlyFirst samples that only the first variant got right, at least 0
   * @param onlySecond samples that only the second got right, at least 0
   * @return the p-value, 1 where they never disagree, and min(onlyFirst, onlySecond) as the
   *     statistic; a p-value that a double cannot hold is given as the smallest positive double
   * @throws IllegalArgumentException if a count is negative
   */
  public TestResult test(long onlyFirst, long onlySecond) {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException(
          "counts are not negative: " + onlyFirst + " and " + onlySecond);
    }
    long k = Math.min(onlyFirst, onlySecond);
    long rest = Math.max(onlyFirst, onlySecond);
    // Both tails together are everything here; summing would leave it at a rounding error from 1.
    boolean even = rest - k <= 1;
    double pValue = even ? 1 : Math.clamp(2 * lowerTail(k, rest), Double.MIN_VALUE, 1);
    return new TestResult(METHOD, pValue, k);
  }

  /** P(X &lt;= k) for X ~ Binomial(k + rest, 1/2), k &lt;= rest. */
  private static double lowerTail(long k, long rest) {
    double sum = 1;
    double term = 1;
    for (long i = 0; i < k && term > sum * 1e-18; i++) {
      term *= (double) (k - i) / (rest + 1 + i);
      sum += term;
    }
    return sum * probability(k, rest);
  }

  /** C(k + rest, k) / 2^(k + rest). */
  private static double probability(long k, long rest) {
    double n = (double) k + rest;
    if (k == 0) {
      return Math.pow(0.5, n);
    }
    double exponent =
        stirlingError(n)
            - stirlingError((double) k)
            - stirlingError((double) rest)
            - n / 2 * deviance((rest - k) / n);
    return Math.sqrt(n / (2 * Math.PI * k * rest)) * Math.exp(exponent);
  }

  /** (1-u) ln(1-u) + (1+u) ln(1+u), for 0 &lt;= u &lt; 1. */
  private static double deviance(double u) {
    if (u >= 0.5) {
      return (1 - u) * Math.log1p(-u) + (1 + u) * Math.log1p(u);
    }
    // The logarithms would cancel each other: the sum of u^(2j) / (j (2j - 1)) does not.
    double sum = 0;
    double power = 1;
    for (int j = 1; j <= 30; j++) {
      power *= u * u;
      sum += power / (j * (2.0 * j - 1));
    }
    return sum;
  }

  /** ln(n!) minus Stirling's approximation of it, (n + 1/2) ln(n) - n + ln(2 pi)/2, for n >= 1. */
  private static double stirlingError(double n) {
    if (n < STIRLING_SERIES_FROM) {
      double factorial = 1;
      for (int i = 2; i <= n; i++) {
        factorial *= i;
      }
      return Math.log(factorial) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
    }
    double s = 1 / (n * n);
    return (1 / 12.0 - s * (1 / 360.0 - s * (1 / 1260.0 - s * (1 / 1680.0 - s / 1188.0)))) / n;
  }
}
