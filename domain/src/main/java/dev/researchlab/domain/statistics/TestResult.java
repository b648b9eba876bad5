package dev.researchlab.domain.statistics;

/**
 * What a significance test says.
 *
 * @param method the test, such as {@code mcnemar_exact}
 * @param pValue two-sided, from 0 to 1
 * @param statistic the test's statistic; NaN where the test has none
 */
public record TestResult(String method, double pValue, double statistic) {

  public TestResult {
    if (!(pValue >= 0 && pValue <= 1)) {
      throw new IllegalArgumentException("a p-value lies between 0 and 1, not " + pValue);
    }
  }
}
