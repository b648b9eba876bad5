package dev.researchlab.application;

import static dev.researchlab.application.ScriptedProvider.completion;
import static dev.researchlab.application.ScriptedProvider.expected;
import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.comparison.MetricEstimate;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Answer;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.driven.metric.MetricType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RescoreRunTest {

  private static final MetricDefinition EXACT = MetricDefinition.of("exact_match");
  private static final MetricDefinition F1 = MetricDefinition.of("squad_f1");

  /** Right, with one word too many, cut, refused without a word, or not at all. */
  private static final ScriptedProvider.Script MIXED =
      (model, request) -> {
        String right = expected(request);
        return switch ((Integer.parseInt(right) + model.modelIdentifier().hashCode()) % 5) {
          case 0 -> completion(right);
          case 1 -> completion(right + " certainly");
          case 2 ->
              new GenerationResult.Completion(
                  right + " which",
                  FinishReason.LENGTH,
                  new TokenUsage(10, 5),
                  Duration.ofMillis(3));
          case 3 ->
              new GenerationResult.Failure(CallFailure.CONTENT_FILTER, "not this one", null, null);
          default -> new GenerationResult.Failure(CallFailure.BAD_REQUEST, "no", 400, null);
        };
      };

  private final AtomicReference<DrivenPorts> ports = new AtomicReference<>();

  private TestLab labOf(ScriptedProvider provider) {
    return new TestLab(
        provider,
        it -> {
          ports.set(it);
          return it;
        });
  }

  private DrivenPorts ports() {
    return Objects.requireNonNull(ports.get());
  }

  private static Run rescore(TestLab lab, Run run, MetricDefinition... metrics) {
    return lab.lab.comparisons().rescore(PROJECT, run.id(), List.of(metrics));
  }

  @Test
  void findsWhatARunWithThoseMetricsWouldHaveFound() {
    ScriptedProvider provider = new ScriptedProvider(MIXED);
    RunSummary rescored;
    try (TestLab lab = labOf(provider)) {
      lab.epochs = 2;
      Run source = lab.runToEnd(samples(2_000));
      int calls = provider.calls.get();
      Run again = rescore(lab, source, F1, EXACT);
      rescored = lab.lab.comparisons().summarize(PROJECT, again.id());

      assertThat(provider.calls).hasValue(calls);
      assertThat(again.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(again.number()).isEqualTo(2);
      assertThat(again.experiment()).isEqualTo(source.experiment());
      assertThat(again.manifest().rescoreOf()).isEqualTo(source.id());
      assertThat(again.manifest().metrics())
          .extracting(metric -> metric.definition().type())
          .containsExactly("squad_f1", "exact_match");
      assertThat(lab.lab.runs().runs(PROJECT, source.experiment())).containsExactly(source, again);
      assertThat(lab.lab.runs().progress(PROJECT, again.id()).done()).isEqualTo(8_000);
    }
    try (TestLab lab = labOf(new ScriptedProvider(MIXED))) {
      lab.epochs = 2;
      lab.metrics = List.of(F1, EXACT);
      Run asked = lab.runToEnd(samples(2_000));
      RunSummary summary = lab.lab.comparisons().summarize(PROJECT, asked.id());

      assertThat(rescored.comparisons()).isEqualTo(summary.comparisons());
      assertThat(rescored.variants()).isEqualTo(summary.variants());
    }
  }

  @Test
  void leavesTheRunThatTheAnswersAreFromAsItIs() {
    try (TestLab lab = labOf(new ScriptedProvider(MIXED))) {
      Run source = lab.runToEnd(samples(20));
      List<Evaluation> before = lab.evaluations(source);
      Run again = rescore(lab, source, F1);

      assertThat(lab.evaluations(source)).isEqualTo(before);
      assertThat(lab.lab.runs().run(PROJECT, source.id())).isEqualTo(source);
      List<Evaluation> after = lab.evaluations(again);
      assertThat(after)
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id", "run", "scores")
          .isEqualTo(before);
      assertThat(after).extracting(Evaluation::id).doesNotHaveDuplicates();
      assertThat(after)
          .allSatisfy(
              evaluation ->
                  assertThat(evaluation.scores().keySet())
                      .isEqualTo(
                          evaluation.outcome().text().isPresent() ? Set.of("squad_f1") : Set.of()));
    }
  }

  @Test
  void comparesLikeAnyOtherRun() {
    try (TestLab lab = labOf(new ScriptedProvider(MIXED))) {
      Run first = lab.runToEnd(samples(50));
      Run firstAgain = rescore(lab, first, F1);
      Run secondAgain = rescore(lab, firstAgain, F1);

      assertThat(secondAgain.manifest().rescoreOf()).isEqualTo(firstAgain.id());
      assertThat(
              lab.lab
                  .comparisons()
                  .compare(PROJECT, firstAgain.id(), secondAgain.id())
                  .pairs()
                  .getFirst()
                  .comparisons())
          .anySatisfy(
              comparison -> {
                assertThat(comparison.metric()).isEqualTo("squad_f1");
                assertThat(Objects.requireNonNull(comparison.difference()).difference()).isZero();
              });
      assertThatThrownBy(() -> lab.lab.comparisons().compare(PROJECT, first.id(), firstAgain.id()))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("no metric in common");
    }
  }

  @Test
  void hasTheSameManifestForTheSameAnswersAndMetrics() {
    try (TestLab lab = labOf(ScriptedProvider.correct())) {
      Run source = lab.runToEnd(samples(3));

      assertThat(rescore(lab, source, F1).manifest().hash())
          .isEqualTo(rescore(lab, source, F1).manifest().hash())
          .isNotEqualTo(rescore(lab, source, EXACT).manifest().hash());
      assertThat(rescore(lab, source, EXACT).manifest().hash())
          .isNotEqualTo(source.manifest().hash());
    }
  }

  @Test
  void reducesTheEpochsOfStoredAnswers() {
    // Right in the first of three epochs only.
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> completion(request.epoch() == 1 ? expected(request) : "no"));
    try (TestLab lab = labOf(provider)) {
      lab.epochs = 3;
      Run source = lab.runToEnd(samples(10));
      Run again =
          rescore(
              lab,
              source,
              new MetricDefinition("any", "exact_match", Map.of(), EpochReducer.parse("pass@2")),
              new MetricDefinition("all", "exact_match", Map.of(), EpochReducer.parse("pass^2")),
              new MetricDefinition("most", "exact_match", Map.of(), EpochReducer.MAJORITY));
      List<MetricEstimate> metrics =
          lab.lab.comparisons().summarize(PROJECT, again.id()).variants().getFirst().metrics();

      assertThat(Objects.requireNonNull(metrics.get(0).estimate()).value())
          .isCloseTo(2.0 / 3, within(1e-15));
      assertThat(Objects.requireNonNull(metrics.get(1).estimate()).value()).isZero();
      assertThat(Objects.requireNonNull(metrics.get(2).estimate()).value()).isZero();
    }
  }

  @Test
  void stopsWhereTheAnswersStopAndLetsTheRestBeAsked() {
    try (TestLab lab = labOf(ScriptedProvider.correct())) {
      Run source = lab.runToEnd(samples(4));
      // As after a stop: one trial of the plan has no evaluation.
      RunId partly = new RunId(UUID.randomUUID());
      ports().evaluations().record(copies(lab.evaluations(source).subList(0, 7), partly));
      ports().runs().add(stopped(source, partly));
      Run again = rescore(lab, lab.lab.runs().run(PROJECT, partly), F1);

      assertThat(again.status()).isEqualTo(RunStatus.STOPPED);
      Run resumed = lab.await(lab.lab.runs().resume(PROJECT, again.id()));
      assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.evaluations(resumed))
          .hasSize(8)
          .allSatisfy(
              evaluation ->
                  assertThat(evaluation.scores())
                      .containsEntry("squad_f1", new Score.Value(1, null)));
    }
  }

  private static Run stopped(Run source, RunId id) {
    return new Run(
        id,
        source.project(),
        source.experiment(),
        2,
        source.manifest(),
        RunStatus.STOPPED,
        null,
        source.createdAt(),
        source.changedAt());
  }

  private static List<Evaluation> copies(List<Evaluation> evaluations, RunId run) {
    return evaluations.stream()
        .map(
            it ->
                new Evaluation(
                    new EvaluationId(UUID.randomUUID()),
                    it.project(),
                    run,
                    it.trial(),
                    it.outcome(),
                    it.scores(),
                    it.usage(),
                    it.latency(),
                    it.cost(),
                    it.attempts(),
                    it.completedAt(),
                    it.timeToFirstByte(),
                    it.queueWait(),
                    it.toolCalls(),
                    it.cached()))
        .toList();
  }

  @Test
  void scoresNothingWhoseSampleIsUnknown() {
    try (TestLab lab = labOf(ScriptedProvider.correct())) {
      Run source = lab.runToEnd(samples(2));
      ports()
          .evaluations()
          .record(
              List.of(
                  new Evaluation(
                      new EvaluationId(UUID.randomUUID()),
                      PROJECT,
                      source.id(),
                      new TrialKey("a", "elsewhere", 1),
                      new EvaluationOutcome.Answered("42"),
                      Map.of(),
                      null,
                      null,
                      null,
                      1,
                      Instant.EPOCH,
                      null,
                      null,
                      List.of(),
                      false)));

      assertThat(lab.evaluations(rescore(lab, source, F1)))
          .filteredOn(evaluation -> evaluation.trial().sample().equals("elsewhere"))
          .singleElement()
          .extracting(Evaluation::scores)
          .isEqualTo(Map.of("squad_f1", new Score.Unscored("the dataset has no such sample")));
    }
  }

  @Test
  void scoresLongAnswersInSmallBlocks() {
    String longAnswer = "x ".repeat(300_000);
    try (TestLab lab = labOf(new ScriptedProvider((model, request) -> completion(longAnswer)))) {
      Run source = lab.runToEnd(samples(10));

      assertThat(lab.evaluations(rescore(lab, source, EXACT))).hasSize(20);
    }
  }

  @Test
  void refusesBeforeAnythingIsDoneWhatCannotBeScored() {
    try (TestLab lab = labOf(ScriptedProvider.correct())) {
      lab.epochs = 2;
      Run source = lab.runToEnd(samples(2));

      assertThatThrownBy(() -> rescore(lab, source))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("at least one metric");
      assertThatThrownBy(() -> rescore(lab, source, F1, F1))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("two metrics have the name 'squad_f1'");
      assertThatThrownBy(() -> rescore(lab, source, MetricDefinition.of("exact_mach")))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("did you mean exact_match?");
      MetricDefinition passAt3 =
          new MetricDefinition("m", "exact_match", Map.of(), EpochReducer.parse("pass@3"));
      assertThatThrownBy(() -> rescore(lab, source, passAt3))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("pass@3 needs 3 epochs, and there are 2");
      RunId unknown = new RunId(UUID.randomUUID());
      assertThatThrownBy(() -> lab.lab.comparisons().rescore(PROJECT, unknown, List.of(F1)))
          .isInstanceOf(NotFoundException.class);
      assertThat(lab.lab.runs().runs(PROJECT, source.experiment())).containsExactly(source);
    }
  }

  @Test
  void refusesARunThatGoesOn() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    ScriptedProvider slow =
        new ScriptedProvider(
            (model, request) -> {
              asked.countDown();
              answer.await();
              return completion(expected(request));
            });
    try (TestLab lab = labOf(slow)) {
      Run run = lab.start(samples(2));
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> rescore(lab, run, F1))
          .isInstanceOf(ConflictException.class)
          .hasMessage("run " + run.id() + " goes on; score it again when it has ended");
      answer.countDown();
      lab.await(run);
      assertThat(rescore(lab, run, F1).status()).isEqualTo(RunStatus.COMPLETED);
    }
  }

  @Test
  void leavesNoRunWhereAStoreFailsHalfWayAndCanBeRepeated() {
    Outage outage = new Outage();
    try (TestLab lab =
        new TestLab(
            ScriptedProvider.correct(),
            it -> outage.of(it).withMetricTypes(List.of(new PlugPuller(outage))))) {
      Run source = lab.runToEnd(samples(3_000));
      assertThatThrownBy(() -> rescore(lab, source, MetricDefinition.of("plug_puller")))
          .isInstanceOf(UnavailableException.class);
      outage.end();

      assertThat(lab.lab.runs().runs(PROJECT, source.experiment())).containsExactly(source);
      assertThat(rescore(lab, source, F1).status()).isEqualTo(RunStatus.COMPLETED);
    }
  }

  /** Takes the store of evaluations away while it scores one of the answers. */
  private record PlugPuller(Outage outage) implements MetricType {

    @Override
    public String name() {
      return "plug_puller";
    }

    @Override
    public Metric create(MetricDefinition definition) {
      return new Metric() {
        @Override
        public MetricDefinition definition() {
          return definition;
        }

        @Override
        public Scale scale() {
          return Scale.BINARY;
        }

        @Override
        public Score score(Answer answer, Sample sample) {
          if (sample.id().equals("q2500")) {
            outage.begin(EvaluationStore.class);
          }
          return Score.correct(true, null);
        }
      };
    }
  }
}
