package dev.researchlab.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

  private final PairedDifference procedure = new PairedDifference(0.95);

  @Test
  void comparesPairByPair() {
    Difference difference =
        procedure.compare(new double[] {3, 5, 4, 8}, new double[] {1, 2, 4, 5}, 2);

    // The differences are 2, 3, 0, 3: mean 2, variance 2.
    assertThat(difference.difference()).isEqualTo(2);
    assertThat(difference.standardError()).isCloseTo(Math.sqrt(2.0 / 4), within(1e-15));
    assertThat(difference.effectSize()).isCloseTo(2 / Math.sqrt(2), within(1e-15));
    assertThat(difference.n()).isEqualTo(4);
    assertThat(difference.missing()).isEqualTo(2);
    assertThat(difference.test().method()).isEqualTo("paired_t");
    assertThat(difference.test().statistic()).isCloseTo(2 / Math.sqrt(0.5), within(1e-14));
    assertThat(difference.smallestDetectableEffect())
        .isCloseTo((1.959963984540054 + 0.8416212335729143) * Math.sqrt(0.5), within(1e-12));
  }

  @Test
  void theOrderOfTheVariantsOnlyTurnsTheSign() {
    double[] a = {0.1, 0.9, 0.4};
    double[] b = {0.3, 0.2, 0.1};

    Difference forth = procedure.compare(a, b, 0);
    Difference back = procedure.compare(b, a, 0);

    assertThat(back.difference()).isEqualTo(-forth.difference());
    assertThat(back.test().pValue()).isEqualTo(forth.test().pValue());
  }

  @Test
  void variantsThatAgreeEverywhereDoNotDiffer() {
    Difference difference =
        procedure.compare(new double[] {1, 0, 1, 1}, new double[] {1, 0, 1, 1}, 0);

    assertThat(difference.difference()).isZero();
    assertThat(difference.test().pValue()).isEqualTo(1);
    assertThat(difference.effectSize()).isZero();
    assertThat(difference.smallestDetectableEffect()).isNaN();
    assertThat(difference.interval()).isEqualTo(new ConfidenceInterval(0, 0, 0.95, "paired_t"));
  }

  @Test
  void aConstantShiftIsJudgedByTheNumberOfPairsAlone() {
    Difference difference =
        procedure.compare(new double[] {2, 3, 4, 5, 6}, new double[] {1, 2, 3, 4, 5}, 0);

    assertThat(difference.difference()).isEqualTo(1);
    assertThat(difference.test().method()).isEqualTo("sign_flip_exact");
    assertThat(difference.test().pValue()).isEqualTo(1.0 / 16);
    assertThat(difference.test().statistic()).isNaN();
    assertThat(difference.effectSize()).isNaN();
    assertThat(difference.standardError()).isZero();
  }

  @Test
  void aShiftThatVariesByRoundingAloneIsConstant() {
    Difference shifted =
        procedure.compare(new double[] {0.3, 0.4, 0.8}, new double[] {0.2, 0.3, 0.7}, 0);
    Difference none =
        procedure.compare(new double[] {0.1 + 0.2, 0.7}, new double[] {0.3, 0.1 + 0.6}, 0);

    assertThat(shifted.test().method()).isEqualTo("sign_flip_exact");
    assertThat(shifted.test().pValue()).isEqualTo(0.25);
    assertThat(none.difference()).isZero();
    assertThat(none.test().pValue()).isEqualTo(1);
  }

  @Test
  void onePairSaysNothingOfItsUncertainty() {
    Difference difference = procedure.compare(new double[] {1}, new double[] {0}, 0);

    assertThat(difference.difference()).isEqualTo(1);
    assertThat(difference.interval()).isNull();
    assertThat(difference.standardError()).isNaN();
    assertThat(difference.effectSize()).isNaN();
    assertThat(difference.test().pValue()).isEqualTo(1);
  }

  @Test
  void aPValueIsNeverZero() {
    double[] a = new double[20_000];
    double[] b = new double[20_000];
    for (int i = 0; i < a.length; i++) {
      a[i] = 10 + i % 2;
    }

    assertThat(procedure.compare(a, b, 0).test().pValue()).isEqualTo(Double.MIN_VALUE);
    assertThat(procedure.compare(b, b, 0).test().pValue()).isEqualTo(1);
  }

  @Test
  void rejectsWhatIsNotPaired() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> procedure.compare(new double[] {1}, new double[] {1, 2}, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> procedure.compare(new double[0], new double[0], 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> procedure.compare(new double[] {Double.NaN}, new double[] {1}, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> procedure.compare(new double[] {1}, new double[] {1}, -1));
  }
}
