package dev.researchlab.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Four real models on the 1,319 test questions of GSM8K (Cobbe et al., arXiv 2110.14168, 2021; the
 * judged sample solutions of github.com/openai/grade-school-math, commit 3101c7d). The counts are
 * of these solutions; the expected statistics were computed from them with scipy and statsmodels.
 */
class GradeSchoolMathTest {

  @ParameterizedTest
  @CsvSource({
    "6b_finetuning, 286, 0.011346606243998998, 0.1954313944055889, 0.23987508543066718",
    "6b_verification, 515, 0.013432734952688485, 0.3644740968441599, 0.4170567902678588",
    "175b_finetuning, 458, 0.013108926287794904, 0.32201685382696354, 0.3733359057098653",
    "175b_verification, 742, 0.013659118283670663, 0.5356326528399583, 0.5890988475978164"
  })
  void accuracies(String model, long correct, double error, double lower, double upper) {
    Estimate estimate = new WilsonInterval(0.95).estimate(correct, 1319, 0);

    ConfidenceInterval interval = Objects.requireNonNull(estimate.interval());
    assertThat(estimate.standardError()).as(model).isCloseTo(error, within(1e-12));
    assertThat(interval.lower()).as(model).isCloseTo(lower, within(1e-12));
    assertThat(interval.upper()).as(model).isCloseTo(upper, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "222, 64, 293, 740, -0.17361637604245642, 0.01350874904966465, -12.852143111413143,"
        + " 1.056578864969906e-35, -0.3538776667146814, 0.03784591165273809,"
        + " 3.928874710490944e-36",
    "198, 88, 260, 773, -0.13040181956027294, 0.013684933094532302, -9.528860584080887,"
        + " 7.33392334272486e-21, -0.2623726580627275, 0.03833950626850666,"
        + " 7.466006443046378e-21",
    "243, 43, 499, 534, -0.3457164518574678, 0.014869117830683065, -23.250636372257873,"
        + " 1.7426176197171355e-100, -0.6401952481947917, 0.04165710072082164,"
        + " 1.6569333623969997e-99",
    "306, 209, 152, 652, 0.043214556482183475, 0.014361068314278445, 3.0091463626851174,"
        + " 0.0026695696741332237, 0.08285541830640983, 0.04023375670559302,"
        + " 0.003150656880360618",
    "436, 79, 306, 498, -0.17210007581501138, 0.014106395994627242, -12.20014494705521,"
        + " 1.6337945977533934e-32, -0.33592520640474693, 0.03952027049939567,"
        + " 1.2400534250724266e-32",
    "382, 76, 360, 501, -0.21531463229719486, 0.014684157296028007, -14.663056786747743,"
        + " 3.291935927113909e-45, -0.40374031611826805, 0.04113891802099776,"
        + " 2.8913946350346335e-45"
  })
  void pairsOfModels(
      int both,
      int onlyFirst,
      int onlySecond,
      int neither,
      double difference,
      double error,
      double t,
      double p,
      double effectSize,
      double detectable,
      double exactP) {
    BinaryPairs pairs = new BinaryPairs(both, onlyFirst, onlySecond, neither);

    Difference actual = pairs.compare(new PairedDifference(0.95));

    assertThat(actual.n()).isEqualTo(1319);
    assertThat(actual.difference()).isCloseTo(difference, within(1e-12));
    assertThat(actual.standardError()).isCloseTo(error, within(1e-12));
    assertThat(actual.test().statistic()).isCloseTo(t, relative(t, 1e-9));
    assertThat(actual.test().pValue()).isCloseTo(p, relative(p, 1e-9));
    assertThat(actual.effectSize()).isCloseTo(effectSize, within(1e-12));
    assertThat(actual.smallestDetectableEffect()).isCloseTo(detectable, within(1e-9));
    assertThat(new McNemarTest().test(onlyFirst, onlySecond).pValue())
        .isCloseTo(exactP, relative(exactP, 1e-12));
  }

  private static Offset<Double> relative(double value, double by) {
    return within(Math.abs(value) * by);
  }
}
