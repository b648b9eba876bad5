package dev.researchlab.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Every case of the kinds covered here, at the tolerance its file states; the expected values come
 * from scipy and statsmodels.
 */
class ConformanceTest {

  private static final Vectors PROPORTIONS = Vectors.named("stats_proportions");
  private static final Vectors TESTS = Vectors.named("stats_tests");
  private static final Vectors MULTIPLICITY = Vectors.named("stats_multiplicity");
  private static final Vectors DESCRIPTIVE = Vectors.named("stats_descriptive");

  /** The kinds in the files that no procedure of the domain computes yet. */
  private static final Map<Vectors, List<String>> NOT_COVERED =
      Map.of(
          PROPORTIONS, List.of("two_proportions"),
          TESTS,
              List.of(
                  "brunnermunzel",
                  "cochran_q",
                  "correlation",
                  "effect_ind",
                  "friedman",
                  "mannwhitneyu",
                  "ttest_ind",
                  "wilcoxon",
                  "wilcoxon_exact_ties"),
          MULTIPLICITY, List.of(),
          DESCRIPTIVE, List.of("median_ci", "percentiles"));

  private static final Map<Vectors, List<String>> COVERED =
      Map.of(
          PROPORTIONS, List.of("paired_2x2", "proportion"),
          TESTS, List.of("data", "effect_paired", "ttest_1samp", "ttest_rel"),
          MULTIPLICITY, List.of("multipletests"),
          DESCRIPTIVE, List.of("describe", "sum"));

  @Test
  void namesEveryKindThatIsCoveredAndEveryKindThatIsNot() {
    COVERED.forEach(
        (file, covered) -> {
          TreeSet<String> named = new TreeSet<>(covered);
          named.addAll(Objects.requireNonNull(NOT_COVERED.get(file)));
          assertThat(named).containsAll(file.kinds());
          assertThat(file.kinds()).containsAll(covered);
        });
  }

  @Test
  void wilsonIntervalsAgree() {
    int compared = 0;
    for (JsonNode node : PROPORTIONS.cases("proportion")) {
      long k = node.get("k").longValue();
      long n = node.get("n").longValue();
      for (Map.Entry<String, JsonNode> level : node.get("expected").get("intervals").properties()) {
        Estimate estimate =
            new WilsonInterval(Double.parseDouble(level.getKey())).estimate(k, n, 0);
        ConfidenceInterval interval = Objects.requireNonNull(estimate.interval());
        JsonNode expected = level.getValue().get("wilson");
        PROPORTIONS.assertClose(node, "lower", interval.lower(), expected.get(0));
        PROPORTIONS.assertClose(node, "upper", interval.upper(), expected.get(1));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(45);
  }

  @Test
  void exactMcNemarAgreesHoweverSmallThePValue() {
    for (JsonNode node : PROPORTIONS.cases("paired_2x2")) {
      TestResult result =
          new McNemarTest()
              .test(node.get("n10_A_only").longValue(), node.get("n01_B_only").longValue());
      Vectors.assertRelative(
          node,
          "mcnemar_exact_p",
          result.pValue(),
          node.get("expected").get("mcnemar_exact_p").doubleValue(),
          1e-12);
    }
  }

  @Test
  void pairedDifferencesOfRightAndWrongAgree() {
    for (JsonNode node : PROPORTIONS.cases("paired_2x2")) {
      JsonNode expected = node.get("expected");
      Difference difference = BinaryPairs.of(node).compare(new PairedDifference(0.95));
      PROPORTIONS.assertClose(node, "diff", difference.difference(), expected.get("diff"));
      PROPORTIONS.assertClose(
          node, "se", difference.standardError(), expected.get("se_paired_n-1"));
      assertThat(difference.n()).isEqualTo(expected.get("n").longValue());
    }
  }

  @Test
  void pairedTTestsAgree() {
    int compared = 0;
    for (JsonNode node : TESTS.cases("ttest_rel")) {
      Difference difference =
          new PairedDifference(0.95).compare(TESTS.values(node, "a"), TESTS.values(node, "b"), 0);
      JsonNode expected = node.get("expected");
      if (expected.has("policy")) {
        // No variation and no difference: "no difference", never p = 0 or a crash.
        assertThat(difference.test().pValue()).isEqualTo(1);
        assertThat(difference.difference()).isZero();
        continue;
      }
      JsonNode test = expected.get("two-sided");
      ConfidenceInterval interval = Objects.requireNonNull(difference.interval());
      TESTS.assertClose(node, "t", difference.test().statistic(), test.get("t"));
      Vectors.assertRelative(
          node, "p", difference.test().pValue(), test.get("p").doubleValue(), TESTS.tolerance());
      TESTS.assertClose(node, "lower", interval.lower(), test.get("ci95").get(0));
      TESTS.assertClose(node, "upper", interval.upper(), test.get("ci95").get(1));
      TESTS.assertClose(node, "mean_diff", difference.difference(), expected.get("mean_diff"));
      TESTS.assertClose(node, "se", difference.standardError(), expected.get("se_paired"));
      compared++;
    }
    assertThat(compared).isEqualTo(2);
  }

  @Test
  void pairedEffectSizesAgree() {
    for (JsonNode node : TESTS.cases("effect_paired")) {
      Difference difference =
          new PairedDifference(0.95).compare(TESTS.values(node, "a"), TESTS.values(node, "b"), 0);
      TESTS.assertClose(node, "d_z", difference.effectSize(), node.get("expected").get("d_z"));
    }
  }

  @Test
  void oneSampleTTestsAgree() {
    for (JsonNode node : TESTS.cases("ttest_1samp")) {
      double[] values = TESTS.values(node, "a");
      Estimate estimate = new StudentInterval(0.95).estimate(values, 0);
      ConfidenceInterval interval = Objects.requireNonNull(estimate.interval());
      for (Map.Entry<String, JsonNode> hypothesis : node.get("expected").properties()) {
        double[] constant = new double[values.length];
        Arrays.fill(constant, Double.parseDouble(hypothesis.getKey()));
        TestResult test = new PairedDifference(0.95).compare(values, constant, 0).test();
        JsonNode expected = hypothesis.getValue();
        TESTS.assertClose(node, "t", test.statistic(), expected.get("t"));
        Vectors.assertRelative(
            node, "p", test.pValue(), expected.get("p").doubleValue(), TESTS.tolerance());
        TESTS.assertClose(node, "lower", interval.lower(), expected.get("ci95").get(0));
        TESTS.assertClose(node, "upper", interval.upper(), expected.get("ci95").get(1));
      }
    }
  }

  @Test
  void holmAdjustmentsAgree() {
    for (JsonNode node : MULTIPLICITY.cases("multipletests")) {
      List<Double> pValues = new ArrayList<>();
      node.get("p").forEach(p -> pValues.add(p.doubleValue()));
      List<Double> adjusted = new HolmAdjustment().adjust(pValues);
      JsonNode expected = node.get("expected").get("holm");
      assertThat(adjusted).hasSameSizeAs(pValues).hasSize(expected.size());
      for (int i = 0; i < adjusted.size(); i++) {
        Vectors.assertRelative(
            node,
            "p " + i,
            adjusted.get(i),
            expected.get(i).doubleValue(),
            MULTIPLICITY.tolerance());
      }
    }
  }

  @Test
  void meansAgree() {
    int intervals = 0;
    for (JsonNode node : DESCRIPTIVE.cases("describe")) {
      double[] values = DESCRIPTIVE.values(node, "values");
      Estimate estimate = new StudentInterval(0.95).estimate(values, 0);
      JsonNode expected = node.get("expected");
      DESCRIPTIVE.assertClose(node, "mean", estimate.value(), expected.get("mean"));
      DESCRIPTIVE.assertClose(
          node,
          "variance",
          Math.pow(estimate.standardError(), 2) * values.length,
          expected.get("var_n-1"));
      if (expected.has("mean_ci95_t")) {
        ConfidenceInterval interval = Objects.requireNonNull(estimate.interval());
        JsonNode bounds = expected.get("mean_ci95_t");
        DESCRIPTIVE.assertClose(node, "sem", estimate.standardError(), expected.get("sem"));
        DESCRIPTIVE.assertClose(node, "lower", interval.lower(), bounds.get(0));
        DESCRIPTIVE.assertClose(node, "upper", interval.upper(), bounds.get(1));
        intervals++;
      }
    }
    assertThat(intervals).isPositive();
  }

  @Test
  void meansKeepTheDigitsThatLargeValuesOfBothSignsHide() {
    for (JsonNode node : DESCRIPTIVE.cases("sum")) {
      double[] values = DESCRIPTIVE.values(node, "values");
      Estimate estimate = new StudentInterval(0.95).estimate(values, 0);
      DESCRIPTIVE.assertClose(
          node, "sum", estimate.value() * values.length, node.get("expected").get("sum_exact"));
    }
  }
}
