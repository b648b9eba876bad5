package dev.researchlab.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTestTest {

  private final McNemarTest mcNemar = new McNemarTest();

  @Test
  void variantsThatNeverDisagreeDoNotDiffer() {
    assertThat(mcNemar.test(0, 0)).isEqualTo(new TestResult("mcnemar_exact", 1, 0));
  }

  @Test
  void doesNotDependOnTheOrderOfTheVariants() {
    assertThat(mcNemar.test(43, 499)).isEqualTo(mcNemar.test(499, 43));
  }

  @Test
  void agreesWithExactArithmetic() {
    long seed = 20261123;
    Random random = new Random(seed);
    for (int trial = 0; trial < 300; trial++) {
      int n = 1 + random.nextInt(1000);
      int k = random.nextInt(n + 1);
      double exact = exact(k, n - k);
      assertThat(mcNemar.test(k, n - k).pValue())
          .as("%s against %s, seed %s", k, n - k, seed)
          .isCloseTo(exact, within(1e-12 * exact));
    }
  }

  // Computed with 40 digits (mpmath).
  @ParameterizedTest
  @CsvSource({
    "43, 499, 1.6569333623970168282e-99",
    "1, 1000, 9.3513014574022531675e-299",
    "2, 700, 2.3455097417479793355e-206",
    "200, 1300, 1.3009479201750997411e-197",
    "100000, 110000, 1.3813978721257632765e-105",
    "490000, 510000, 5.5443632876992246035e-89",
    "499000, 501000, 0.04560829986538208642"
  })
  void keepsTwelveDigitsOfTinyPValuesAndOfLargeCounts(long first, long second, double expected) {
    assertThat(mcNemar.test(first, second).pValue()).isCloseTo(expected, within(1e-12 * expected));
  }

  @Test
  void aPValueIsNeverZeroAndNeverAboveOne() {
    assertThat(mcNemar.test(480_000, 520_000).pValue()).isEqualTo(Double.MIN_VALUE);
    assertThat(mcNemar.test(0, Long.MAX_VALUE).pValue()).isEqualTo(Double.MIN_VALUE);
    assertThat(mcNemar.test(5, 5).pValue()).isEqualTo(1);
    assertThat(mcNemar.test(8, 9).pValue()).isEqualTo(1);
  }

  @Test
  void isFastForAMillionDisagreements() {
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 200; i++) {
            mcNemar.test(499_900 - i, 500_100 + i);
          }
        });
  }

  @Test
  void rejectsNegativeCounts() {
    assertThatIllegalArgumentException().isThrownBy(() -> mcNemar.test(-1, 3));
  }

  private static double exact(int first, int second) {
    int n = first + second;
    BigInteger term = BigInteger.ONE;
    BigInteger tail = BigInteger.ZERO;
    for (int i = 0; i <= Math.min(first, second); i++) {
      tail = tail.add(term);
      term = term.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    BigDecimal p =
        new BigDecimal(tail.shiftLeft(1))
            .divide(new BigDecimal(BigInteger.ONE.shiftLeft(n)), MathContext.DECIMAL64);
    return Math.min(1, p.doubleValue());
  }
}
