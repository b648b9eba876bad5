package dev.researchlab.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassEstimatorTest {

  @Test
  void isTheMeanOverAllSubsets() {
    // Every subset of k of n trials, of which the first c are correct, one by one.
    for (int n = 1; n <= 10; n++) {
      for (int c = 0; c <= n; c++) {
        for (int k = 1; k <= n; k++) {
          int correct = (1 << c) - 1;
          int subsets = 0;
          int any = 0;
          int all = 0;
          for (int subset = 0; subset < 1 << n; subset++) {
            if (Integer.bitCount(subset) == k) {
              subsets++;
              any += (subset & correct) != 0 ? 1 : 0;
              all += (subset & correct) == subset ? 1 : 0;
            }
          }
          PassEstimator estimator = new PassEstimator(k);
          String which = "n=%d c=%d k=%d".formatted(n, c, k);
          assertThat(estimator.atLeastOne(n, c))
              .as(which)
              .isCloseTo((double) any / subsets, within(1e-14));
          assertThat(estimator.all(n, c))
              .as(which)
              .isCloseTo((double) all / subsets, within(1e-14));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 1 - Fraction(math.comb(n - c, k), math.comb(n, k)) and the Fraction of math.comb(c, k) by
    // CPython 3.11.7; the first column also by the program printed in Chen et al. 2021 (numpy
    // 2.4.6)
    "200, 17, 1, 0.085, 0.085",
    "200, 17, 10, 0.5974489015799118, 8.662418719590339e-13",
    "200, 17, 100, 0.99999636769084, 0",
    "200, 150, 10, 0.9999995424579663, 0.05209362940404299",
    "5, 4, 3, 1, 0.4",
  })
  void agreesWithTheReference(int n, int c, int k, double atLeastOne, double all) {
    assertThat(new PassEstimator(k).atLeastOne(n, c)).isCloseTo(atLeastOne, within(1e-12));
    assertThat(new PassEstimator(k).all(n, c)).isCloseTo(all, within(1e-12));
  }

  @Test
  void isExactlyCertainWhereEverySubsetIs() {
    for (int n = 1; n <= 30; n++) {
      for (int k = 1; k <= n; k++) {
        PassEstimator estimator = new PassEstimator(k);
        assertThat(estimator.atLeastOne(n, n - k + 1)).isEqualTo(1);
        assertThat(estimator.atLeastOne(n, 0)).isZero();
        assertThat(estimator.all(n, n)).isEqualTo(1);
        assertThat(estimator.all(n, k - 1)).isZero();
      }
    }
  }

  @Test
  void refusesMoreThanThereIs() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PassEstimator(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PassEstimator(3).atLeastOne(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PassEstimator(1).all(2, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new PassEstimator(1).all(2, -1));
  }
}
