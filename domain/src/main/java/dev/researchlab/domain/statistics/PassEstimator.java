package dev.researchlab.domain.statistics;

/**
 * Estimates, from n trials of which c were correct, what k trials would do. Both are unbiased for n
 * independent trials: they are the mean over all subsets of k of the n trials.
 *
 * <ul>
 *   <li>pass@k, at least one is correct: 1 - C(n - c, k)/C(n, k) (Chen et al., arXiv:2107.03374,
 *       2021).
 *   <li>pass^k, all are correct: C(c, k)/C(n, k) (Yao et al., arXiv:2406.12045, 2024).
 * </ul>
 *
 * @param k how many trials, at least 1
 */
public record PassEstimator(int k) {

  public PassEstimator {
    if (k < 1) {
      throw new IllegalArgumentException("k must be 1 or more, not " + k);
    }
  }

  /**
   * The probability that at least one of k trials is correct, in [0, 1]: pass@k.
   *
   * @param n trials, at least k
   * @param c of them correct, from 0 to n
   * @throws IllegalArgumentException if n or c is out of its range
   */
  public double atLeastOne(int n, int c) {
    return 1 - shareOfSubsets(n, n - c);
  }

  /**
   * The probability that all of k trials are correct, in [0, 1]: pass^k.
   *
   * @param n trials, at least k
   * @param c of them correct, from 0 to n
   * @throws IllegalArgumentException if n or c is out of its range
   */
  public double all(int n, int c) {
    return shareOfSubsets(n, c);
  }

  /** C(m, k)/C(n, k) as a product of k factors, none of which is too large for a double. */
  private double shareOfSubsets(int n, int m) {
    if (n < k || m < 0 || m > n) {
      throw new IllegalArgumentException(
          "k = %d trials cannot be chosen from n = %d, of which %d".formatted(k, n, m));
    }
    if (m < k) {
      return 0;
    }
    double share = 1;
    for (int i = 0; i < k; i++) {
      share *= (double) (m - i) / (n - i);
    }
    return share;
  }
}
