package dev.researchlab.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalsTest {

  private final WilsonInterval wilson = new WilsonInterval(0.95);
  private final StudentInterval student = new StudentInterval(0.95);

  @Test
  void aProportionCarriesItsUncertainty() {
    Estimate estimate = wilson.estimate(8, 10, 2);

    assertThat(estimate.value()).isEqualTo(0.8);
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(0.8 * 0.2 / 10), within(1e-15));
    assertThat(estimate.n()).isEqualTo(10);
    assertThat(estimate.missing()).isEqualTo(2);
    assertThat(estimate.method()).isEqualTo("wilson");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 10, 164, 1_000_000, 1L << 50})
  void theBordersOfAProportionAreExact(long n) {
    ConfidenceInterval none = Objects.requireNonNull(wilson.estimate(0, n, 0).interval());
    ConfidenceInterval all = Objects.requireNonNull(wilson.estimate(n, n, 0).interval());

    assertThat(none.lower()).isZero();
    assertThat(none.upper()).isPositive().isLessThan(1);
    assertThat(all.upper()).isEqualTo(1);
    assertThat(all.lower()).isPositive().isLessThan(1);
  }

  @Test
  void everyProportionLiesInsideItsInterval() {
    for (int n = 1; n <= 60; n++) {
      for (int k = 0; k <= n; k++) {
        Estimate estimate = new WilsonInterval(0.999).estimate(k, n, 0);
        ConfidenceInterval interval = Objects.requireNonNull(estimate.interval());
        assertThat(interval.lower()).isBetween(0.0, estimate.value());
        assertThat(interval.upper()).isBetween(estimate.value(), 1.0);
      }
    }
  }

  @Test
  void rejectsCountsThatCannotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> wilson.estimate(0, 0, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> wilson.estimate(4, 3, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> wilson.estimate(-1, 3, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> wilson.estimate(1, 3, -1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, 95, Double.NaN})
  void rejectsALevelThatIsNone(double level) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WilsonInterval(level))
        .withMessageContaining("0.95");
    assertThatIllegalArgumentException().isThrownBy(() -> new StudentInterval(level));
    assertThatIllegalArgumentException().isThrownBy(() -> new PairedDifference(level));
  }

  @Test
  void oneValueHasAMeanAndNoInterval() {
    Estimate estimate = student.estimate(new double[] {3.5}, 4);

    assertThat(estimate.value()).isEqualTo(3.5);
    assertThat(estimate.interval()).isNull();
    assertThat(estimate.standardError()).isNaN();
    assertThat(estimate.n()).isEqualTo(1);
    assertThat(estimate.missing()).isEqualTo(4);
  }

  @Test
  void valuesThatAreAllTheSameGiveAnIntervalOfNoWidth() {
    Estimate estimate = student.estimate(new double[] {0.1, 0.1, 0.1}, 0);

    assertThat(estimate.value()).isEqualTo(0.1);
    assertThat(estimate.standardError()).isZero();
    assertThat(estimate.interval()).isEqualTo(new ConfidenceInterval(0.1, 0.1, 0.95, "student_t"));
  }

  @Test
  void aLargeOffsetDoesNotCostDigits() {
    double[] values = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};

    Estimate estimate = student.estimate(values, 0);

    assertThat(estimate.value()).isEqualTo(1e9 + 10);
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(30.0 / 4), within(1e-14));
  }

  @Test
  void rejectsMeansOfNothingAndOfWhatIsNoNumber() {
    assertThatIllegalArgumentException().isThrownBy(() -> student.estimate(new double[0], 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> student.estimate(new double[] {1, Double.NaN}, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> student.estimate(new double[] {Double.MAX_VALUE, 1e308, 1e308}, 0));
  }

  // Computed with scipy.stats.t.ppf.
  @ParameterizedTest
  @CsvSource({
    "0.95, 1, 12.706204736174694",
    "0.999, 1, 636.6192487687897",
    "0.95, 2, 4.302652729749462",
    "0.9, 9, 1.833112932656237",
    "0.95, 1318, 1.9617655127673146",
    "0.99, 1000000, 2.5758342201053344"
  })
  void quantilesOfStudentAgree(double level, int degreesOfFreedom, double expected) {
    assertThat(Quantiles.student(level, degreesOfFreedom))
        .isCloseTo(expected, within(1e-10 * expected));
  }

  // Computed with 40 digits (mpmath).
  @ParameterizedTest
  @CsvSource({
    "23.25, 1318, 1.7610321277324475e-100",
    "37, 1318, 4.2157911595457007e-206",
    "-5, 100000, 5.7427016786416729e-7",
    "0.01, 5, 0.9924080180425819",
    "2, 1, 0.29516723530086655"
  })
  void tailsOfStudentAgree(double t, int degreesOfFreedom, double expected) {
    assertThat(Quantiles.studentTwoSided(t, degreesOfFreedom))
        .isCloseTo(expected, within(1e-11 * expected));
  }
}
