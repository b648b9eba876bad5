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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunSummarizerTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final UUID ID = new UUID(0, 1);
  private static final EvaluationOutcome TIMED_OUT = new EvaluationOutcome.TimedOut("10 s");

  private final List<Evaluation> evaluations = new ArrayList<>();

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
            NOW));
  }

  private RunSummary summarize(int epochs, @Nullable String baseline, String... variants) {
    Metric metric = new Binary();
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

  private record Binary() implements Metric {
    @Override
    public MetricDefinition definition() {
      return MetricDefinition.of("correct");
    }

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
