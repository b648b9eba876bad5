package dev.researchlab.domain.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.metric.Answer;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.domain.statistics.ConfidenceInterval;
import dev.researchlab.domain.statistics.Difference;
import dev.researchlab.domain.statistics.Estimate;
import dev.researchlab.domain.statistics.McNemarTest;
import dev.researchlab.domain.statistics.PairedDifference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunSummarizerTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final UUID ID = new UUID(0, 1);
  private static final EvaluationOutcome TIMED_OUT = new EvaluationOutcome.TimedOut("10 s");

  private final List<Evaluation> evaluations = new ArrayList<>();
  private EpochReducer reducer = EpochReducer.MEAN;

  private void scored(String variant, String sample, int epoch, double score) {
    add(
        variant,
        sample,
        epoch,
        new EvaluationOutcome.Answered("x"),
        Map.of("correct", new Score.Value(score, null)));
  }

  private void missing(String variant, String sample, int epoch) {
    add(variant, sample, epoch, TIMED_OUT, Map.of());
  }

  private void add(
      String variant,
      String sample,
      int epoch,
      EvaluationOutcome outcome,
      Map<String, Score> scores) {
    evaluations.add(
        new Evaluation(
            new EvaluationId(ID),
            ProjectId.DEFAULT,
            new RunId(ID),
            new TrialKey(variant, sample, epoch),
            outcome,
            scores,
            null,
            outcome.text().isPresent() ? Duration.ofMillis(100) : null,
            null,
            1,
            NOW,
            null,
            null,
            List.of(),
            false));
  }

  private RunSummary summarize(int epochs, @Nullable String baseline, String... variants) {
    Metric metric = new Binary(new MetricDefinition("correct", "correct", Map.of(), reducer));
    RunManifest manifest =
        new RunManifest(
            "test",
            "test",
            new DatasetId(ID),
            "test",
            ContentHash.of("test"),
            evaluations.size(),
            Stream.of(variants).map(RunSummarizerTest::variant).toList(),
            List.of(new RunManifest.FrozenMetric(metric.definition(), 1)),
            epochs,
            0,
            baseline,
            0.05);
    Run run = Run.pending(new RunId(ID), ProjectId.DEFAULT, new ExperimentId(ID), 1, manifest, NOW);
    RunSummarizer summarizer = new RunSummarizer(run, List.of(metric));
    evaluations.forEach(summarizer::add);
    return summarizer.summary();
  }

  private static FrozenVariant variant(String name) {
    return new FrozenVariant(
        name,
        name,
        ModelSpecification.of("test", name),
        GenerationParameters.PROVIDER_DEFAULTS,
        "p",
        1,
        PromptContent.text("x"));
  }

  private record Binary(MetricDefinition definition) implements Metric {
    @Override
    public Scale scale() {
      return Scale.BINARY;
    }

    @Override
    public Score score(Answer answer, Sample sample) {
      throw new UnsupportedOperationException();
    }
  }

  private static MetricEstimate metric(RunSummary summary, String variant, String metric) {
    return summary.variants().stream()
        .filter(candidate -> candidate.variant().equals(variant))
        .flatMap(candidate -> candidate.metrics().stream())
        .filter(candidate -> candidate.metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static BaselineComparison comparison(RunSummary summary, String variant) {
    return summary.comparisons().stream()
        .filter(candidate -> candidate.variant().equals(variant))
        .filter(candidate -> candidate.metric().equals("correct"))
        .findFirst()
        .orElseThrow();
  }

  private static Estimate estimate(@Nullable Estimate estimate) {
    assertThat(estimate).isNotNull();
    return estimate;
  }

  private static ConfidenceInterval interval(@Nullable ConfidenceInterval interval) {
    assertThat(interval).isNotNull();
    return interval;
  }

  private static Difference difference(BaselineComparison comparison) {
    assertThat(comparison.difference()).isNotNull();
    return comparison.difference();
  }

  /** So many pairs with the scores (a, b). */
  private void pairs(int from, int count, double a, double b) {
    for (int i = from; i < from + count; i++) {
      scored("a", "s" + i, 1, a);
      scored("b", "s" + i, 1, b);
    }
  }

  @Test
  void comparesTwoVariantsAsPublishedForGsm8k() {
    // 6B verification against 175B finetuning on the 1,319 test questions of GSM8K, from the
    // recorded solutions: 306 both, 209 only the first, 152 only the second, 652 neither.
    // Standard error by numpy 2.4.6, p by statsmodels 0.15.0 mcnemar(exact=True), intervals by
    // statsmodels proportion_confint(method="wilson").
    pairs(0, 306, 1, 1);
    pairs(306, 209, 1, 0);
    pairs(515, 152, 0, 1);
    pairs(667, 652, 0, 0);
    Collections.shuffle(evaluations, new Random(1));
    RunSummary summary = summarize(1, "b", "a", "b");

    Estimate a = estimate(metric(summary, "a", "correct").estimate());
    assertThat(a.value()).isEqualTo(515.0 / 1319);
    assertThat(interval(a.interval()).lower()).isCloseTo(0.3644740968441599, within(1e-9));
    assertThat(interval(a.interval()).upper()).isCloseTo(0.4170567902678588, within(1e-9));
    BaselineComparison comparison = comparison(summary, "a");
    assertThat(difference(comparison).difference()).isCloseTo(0.043214556482183475, within(1e-12));
    assertThat(difference(comparison).standardError())
        .isCloseTo(0.014361068314278445, within(1e-9));
    assertThat(comparison.test()).isNotNull();
    assertThat(comparison.test().pValue()).isCloseTo(0.0032, within(5e-5));
    assertThat(comparison.adjustedPValue()).isEqualTo(comparison.test().pValue());
    assertThat(comparison.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(comparison.verdictWithMissingAsFailures()).isNull();
  }

  @Test
  void countsWhatIsMissingAndNeverAsWrong() {
    for (int i = 0; i < 8; i++) {
      scored("a", "s" + i, 1, i < 6 ? 1 : 0);
    }
    missing("a", "s8", 1);
    missing("a", "s9", 1);
    RunSummary summary = summarize(1, null, "a");

    MetricEstimate metric = metric(summary, "a", "correct");
    assertThat(metric.missing()).isEqualTo(2);
    assertThat(estimate(metric.estimate()).value()).isEqualTo(0.75);
    assertThat(estimate(metric.estimate()).n()).isEqualTo(8);
    assertThat(estimate(metric.missingAsFailures()).value()).isEqualTo(0.6);
    assertThat(estimate(metric.missingAsFailures()).n()).isEqualTo(10);
    assertThat(summary.variants().getFirst().outcomes())
        .containsExactly(Map.entry("answered", 8L), Map.entry("timed_out", 2L));
    assertThat(summary.variants().getFirst().reasons())
        .containsExactly(Map.entry("timed_out", "10 s"));
  }

  @Test
  void warnsWhereTheVerdictDependsOnWhatIsMissing() {
    // On the samples that both answered, a is much better; it got there by not answering the rest.
    pairs(0, 20, 1, 0);
    for (int i = 20; i < 60; i++) {
      missing("a", "s" + i, 1);
      scored("b", "s" + i, 1, 1);
    }
    BaselineComparison comparison = comparison(summarize(1, "b", "a", "b"), "a");

    assertThat(difference(comparison).n()).isEqualTo(20);
    assertThat(difference(comparison).missing()).isEqualTo(40);
    assertThat(comparison.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(comparison.verdictWithMissingAsFailures()).isEqualTo(Verdict.WORSE);
    assertThat(comparison.dependsOnMissing()).isTrue();
  }

  @Test
  void takesTheMeanOverTheEpochsForTheSample() {
    // Two samples asked ten times each are two observations, not twenty.
    for (int epoch = 1; epoch <= 10; epoch++) {
      scored("a", "easy", epoch, 1);
      scored("a", "hard", epoch, epoch <= 2 ? 1 : 0);
    }
    Estimate estimate = estimate(metric(summarize(10, null, "a"), "a", "correct").estimate());

    assertThat(estimate.n()).isEqualTo(2);
    assertThat(estimate.value()).isCloseTo(0.6, within(1e-12));
    assertThat(estimate.standardError()).isCloseTo(0.4, within(1e-12));
    assertThat(estimate.method()).isEqualTo("student_t");
  }

  @Test
  void isNotCertainOfAFewSamplesThatAreRightInEveryEpoch() {
    for (int epoch = 1; epoch <= 5; epoch++) {
      scored("a", "first", epoch, 1);
      scored("a", "second", epoch, 1);
      scored("a", "third", epoch, 1);
    }
    Estimate estimate = estimate(metric(summarize(5, null, "a"), "a", "correct").estimate());

    assertThat(estimate.n()).isEqualTo(3);
    assertThat(estimate.method()).isEqualTo("wilson");
    assertThat(interval(estimate.interval()).lower()).isCloseTo(0.4385, within(1e-4));
  }

  /** The scores of a sample's epochs in their order: a digit for a score, - for a missing one. */
  private void epochs(String variant, String sample, String scores) {
    for (int i = 0; i < scores.length(); i++) {
      if (scores.charAt(i) == '-') {
        missing(variant, sample, i + 1);
      } else {
        scored(variant, sample, i + 1, scores.charAt(i) - '0');
      }
    }
  }

  private void answered(String variant, String sample, int epoch, double score, String answer) {
    add(
        variant,
        sample,
        epoch,
        new EvaluationOutcome.Answered(answer),
        Map.of("correct", new Score.Value(score, answer)));
  }

  private static double value(@Nullable Estimate estimate) {
    return estimate(estimate).value();
  }

  @Test
  void takesPassAtKOverAllChoicesOfEpochs() {
    reducer = EpochReducer.parse("pass@2");
    epochs("a", "one", "1000"); // of the 6 pairs of epochs 3 hold a correct one
    epochs("a", "two", "0110"); // 5 of 6
    epochs("a", "none", "0000");
    MetricEstimate metric = metric(summarize(4, null, "a"), "a", "correct");

    assertThat(metric.reducer()).hasToString("pass@2");
    assertThat(value(metric.estimate())).isCloseTo((3 / 6.0 + 5 / 6.0) / 3, within(1e-15));
    assertThat(estimate(metric.estimate()).n()).isEqualTo(3);
    assertThat(estimate(metric.estimate()).method()).isEqualTo("student_t");
  }

  @Test
  void takesPassAllKOverAllChoicesOfEpochs() {
    reducer = EpochReducer.parse("pass^2");
    epochs("a", "one", "1000");
    epochs("a", "three", "1101"); // 3 of the 6 pairs are correct throughout
    epochs("a", "all", "1111");
    MetricEstimate metric = metric(summarize(4, null, "a"), "a", "correct");

    assertThat(value(metric.estimate())).isCloseTo((3 / 6.0 + 1) / 3, within(1e-15));
  }

  @Test
  void takesMissingEpochsForWrongOrLeavesThemOut() {
    reducer = EpochReducer.parse("pass@2");
    epochs("a", "half", "10--"); // the one pair that is left is correct; of all 6 pairs 3 are
    epochs("a", "full", "1100");
    epochs("a", "few", "1---"); // no pair is left; of all 6 pairs 3 are correct
    MetricEstimate metric = metric(summarize(4, null, "a"), "a", "correct");

    assertThat(metric.missing()).isEqualTo(5);
    assertThat(estimate(metric.estimate()).n()).isEqualTo(2);
    assertThat(value(metric.estimate())).isCloseTo((1 + 5 / 6.0) / 2, within(1e-15));
    assertThat(estimate(metric.missingAsFailures()).n()).isEqualTo(3);
    assertThat(value(metric.missingAsFailures()))
        .isCloseTo((3 / 6.0 + 5 / 6.0 + 3 / 6.0) / 3, within(1e-15));
  }

  @Test
  void saysNothingOfPassAtKWhereFewerEpochsWereAskedYet() {
    reducer = EpochReducer.parse("pass@3");
    epochs("a", "first", "1-");
    MetricEstimate metric = metric(summarize(3, null, "a"), "a", "correct");

    assertThat(metric.estimate()).isNull();
    assertThat(metric.missingAsFailures()).isNull();
    assertThat(metric.missing()).isEqualTo(1);
  }

  @Test
  void judgesTheAnswerGivenMostOften() {
    reducer = EpochReducer.MAJORITY;
    // Three different wrong answers outnumber the right one, which is given most often still.
    answered("a", "plural", 1, 0, "7");
    answered("a", "plural", 2, 1, "42");
    answered("a", "plural", 3, 0, "8");
    answered("a", "plural", 4, 1, "42");
    answered("a", "plural", 5, 0, "9");
    // The same wrong answer twice.
    answered("a", "wrong", 1, 0, "7");
    answered("a", "wrong", 2, 1, "42");
    answered("a", "wrong", 3, 0, "7");
    // A tie of a right and a wrong answer counts for one half, whatever came first.
    answered("a", "tie", 1, 0, "7");
    answered("a", "tie", 2, 1, "42");
    MetricEstimate metric = metric(summarize(5, null, "a"), "a", "correct");

    assertThat(value(metric.estimate())).isCloseTo(1.5 / 3, within(1e-15));
    assertThat(estimate(metric.estimate()).method()).isEqualTo("student_t");
  }

  @Test
  void takesTheMajorityOfTheScoresWhereNothingIsExtracted() {
    reducer = EpochReducer.MAJORITY;
    epochs("a", "right", "110");
    epochs("a", "wrong", "100");
    epochs("a", "unsure", "1---1"); // of two answers both are right; of five three are none
    epochs("a", "even", "1-"); // a missing answer is a wrong one, and ties
    MetricEstimate metric = metric(summarize(5, null, "a"), "a", "correct");

    assertThat(value(metric.estimate())).isEqualTo(0.75);
    assertThat(estimate(metric.estimate()).method()).isEqualTo("wilson");
    assertThat(value(metric.missingAsFailures())).isCloseTo((1 + 0 + 0 + 0.5) / 4, within(1e-15));
    assertThat(estimate(metric.missingAsFailures()).method()).isEqualTo("student_t");
  }

  @Test
  void testsReducedValuesByWhatTheyAre() {
    // pass@2 of 2 epochs is 0 or 1, and of 3 epochs it lies between.
    reducer = EpochReducer.parse("pass@2");
    for (int i = 0; i < 8; i++) {
      epochs("a", "s" + i, "01");
      epochs("b", "s" + i, i < 7 ? "00" : "11");
    }
    BaselineComparison comparison = comparison(summarize(2, "b", "a", "b"), "a");
    assertThat(comparison.test()).isNotNull();
    assertThat(comparison.test().method()).isEqualTo(McNemarTest.METHOD);
    assertThat(comparison.reducer()).hasToString("pass@2");

    epochs("a", "s8", "010");
    epochs("b", "s8", "000");
    comparison = comparison(summarize(3, "b", "a", "b"), "a");
    assertThat(comparison.test()).isNotNull();
    assertThat(comparison.test().method()).isEqualTo(PairedDifference.METHOD);
  }

  @Test
  void reducesAsAllChoicesOfEpochsOneByOneSay() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int epochs = 6;
    for (int k = 1; k <= epochs; k++) {
      evaluations.clear();
      double any = 0;
      double all = 0;
      int samples = 20;
      for (int sample = 0; sample < samples; sample++) {
        int correct = random.nextInt(1 << epochs);
        for (int epoch = 0; epoch < epochs; epoch++) {
          scored("a", "s" + sample, epoch + 1, correct >> epoch & 1);
        }
        any += share(epochs, k, chosen -> (chosen & correct) != 0) / samples;
        all += share(epochs, k, chosen -> (chosen & correct) == chosen) / samples;
      }
      Collections.shuffle(evaluations, random);
      reducer = EpochReducer.parse("pass@" + k);
      assertThat(value(metric(summarize(epochs, null, "a"), "a", "correct").estimate()))
          .as("pass@%d, seed %d", k, seed)
          .isCloseTo(any, within(1e-12));
      reducer = EpochReducer.parse("pass^" + k);
      assertThat(value(metric(summarize(epochs, null, "a"), "a", "correct").estimate()))
          .as("pass^%d, seed %d", k, seed)
          .isCloseTo(all, within(1e-12));
    }
  }

  /** The share of the choices of k of the epochs, as bits, for which it is so. */
  private static double share(int epochs, int k, IntPredicate isSo) {
    int[] choices =
        IntStream.range(0, 1 << epochs).filter(chosen -> Integer.bitCount(chosen) == k).toArray();
    return (double) IntStream.of(choices).filter(isSo).count() / choices.length;
  }

  @Test
  void correctsTheVerdictsForTheNumberOfVariants() {
    // 9 against 1 discordant pairs: p = 0.0215, below 0.05 alone and above it among three.
    for (String variant : List.of("a", "b", "c")) {
      for (int i = 0; i < 30; i++) {
        scored(variant, "s" + i, 1, i < 9 || i >= 10 ? 1 : 0);
      }
    }
    for (int i = 0; i < 30; i++) {
      scored("base", "s" + i, 1, i >= 9 ? 1 : 0);
    }
    RunSummary summary = summarize(1, "base", "base", "a", "b", "c");

    for (String variant : List.of("a", "b", "c")) {
      BaselineComparison comparison = comparison(summary, variant);
      assertThat(comparison.test()).isNotNull();
      assertThat(comparison.test().pValue()).isCloseTo(0.021484375, within(1e-12));
      assertThat(comparison.adjustedPValue()).isCloseTo(3 * 0.021484375, within(1e-12));
      assertThat(comparison.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }
  }

  @Test
  void takesTheFirstVariantForTheBaselineWhereNoneIsNamed() {
    pairs(0, 5, 1, 0);
    assertThat(summarize(1, null, "a", "b").comparisons())
        .isNotEmpty()
        .allSatisfy(comparison -> assertThat(comparison.baseline()).isEqualTo("a"));
  }

  @Test
  void saysNothingOfAVariantThatAnsweredNothing() {
    for (int i = 0; i < 5; i++) {
      missing("a", "s" + i, 1);
      scored("b", "s" + i, 1, 1);
    }
    RunSummary summary = summarize(1, "b", "a", "b");

    assertThat(metric(summary, "a", "correct").estimate()).isNull();
    assertThat(metric(summary, "a", "correct").missing()).isEqualTo(5);
    assertThat(comparison(summary, "a").difference()).isNull();
    assertThat(comparison(summary, "a").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void leavesOutMeasuresThatNobodyMeasured() {
    pairs(0, 3, 1, 1);
    assertThat(summarize(1, null, "a", "b").variants().getFirst().metrics())
        .extracting(MetricEstimate::metric)
        .containsExactly("correct", "latency_seconds");
  }

  @Test
  void summarisesARunThatHasNotBegun() {
    RunSummary summary = summarize(1, null, "a", "b");

    assertThat(summary.evaluated()).isZero();
    assertThat(metric(summary, "a", "correct").estimate()).isNull();
    assertThat(comparison(summary, "b").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }
}
