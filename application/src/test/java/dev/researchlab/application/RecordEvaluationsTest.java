package dev.researchlab.application;

import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.driven.run.RunStore;
import dev.researchlab.ports.driving.evaluation.ForRecordingEvaluations.Receipt;
import dev.researchlab.ports.driving.evaluation.OutcomeDraft;
import dev.researchlab.ports.testkit.Race;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordEvaluationsTest {

  private static final TokenUsage USAGE = new TokenUsage(10, 2);

  private final Outage outage = new Outage();
  private final ScriptedProvider provider = ScriptedProvider.correct();
  private final TestLab lab = new TestLab(provider, outage::of);

  @AfterEach
  void close() {
    lab.close();
  }

  private static OutcomeDraft answered(String variant, String sample, int epoch, String output) {
    return draft(new TrialKey(variant, sample, epoch), new EvaluationOutcome.Answered(output));
  }

  private static OutcomeDraft draft(TrialKey trial, EvaluationOutcome outcome) {
    return new OutcomeDraft(trial, outcome, USAGE, Duration.ofMillis(5), null, 1, List.of());
  }

  private static OutcomeDraft costing(TokenUsage usage, BigDecimal cost) {
    return new OutcomeDraft(
        new TrialKey("a", "q1", 1),
        new EvaluationOutcome.Answered("1"),
        usage,
        null,
        cost,
        1,
        List.of());
  }

  /** Right answers of both variants to so many samples. */
  private static List<OutcomeDraft> all(int samples) {
    return IntStream.rangeClosed(1, samples)
        .boxed()
        .flatMap(
            i ->
                List.of("a", "b").stream()
                    .map(variant -> answered(variant, "q" + i, 1, Integer.toString(i))))
        .toList();
  }

  private Run open(int samples) {
    return lab.lab.recordings().open(PROJECT, lab.design(samples(samples)));
  }

  private List<Receipt> record(Run run, OutcomeDraft... outcomes) {
    return lab.lab.recordings().record(PROJECT, run.id(), List.of(outcomes));
  }

  private void refuses(Run run, OutcomeDraft outcome, String path) {
    assertThat(record(run, outcome))
        .singleElement()
        .isInstanceOfSatisfying(
            Receipt.Refused.class,
            refused -> {
              assertThat(refused.path()).isEqualTo(path);
              assertThat(refused.problem()).isNotBlank();
            });
    assertThat(lab.evaluations(run)).isEmpty();
  }

  private RunStatus status(Run run) {
    return lab.lab.runs().run(PROJECT, run.id()).status();
  }

  private ExperimentStatus experiment(Run run) {
    return lab.lab.experiments().experiment(PROJECT, run.experiment()).status();
  }

  @Test
  void scoresWhatIsRecordedAndCompletesTheRunWithTheLastOutcome() {
    Run run = open(2);
    assertThat(run.status()).isEqualTo(RunStatus.PENDING);
    assertThat(experiment(run)).isEqualTo(ExperimentStatus.RUNNING);

    record(run, answered("a", "q1", 1, "1"), answered("a", "q2", 1, "wrong"));
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    record(
        run,
        answered("b", "q1", 1, "1"),
        draft(new TrialKey("b", "q2", 1), new EvaluationOutcome.TimedOut("too slow")));

    assertThat(status(run)).isEqualTo(RunStatus.COMPLETED);
    assertThat(experiment(run)).isEqualTo(ExperimentStatus.COMPLETED);
    assertThat(lab.evaluations(run))
        .extracting(Evaluation::scores)
        .containsExactly(
            java.util.Map.of("exact_match", Score.correct(true, null)),
            java.util.Map.of("exact_match", Score.correct(false, null)),
            java.util.Map.of("exact_match", Score.correct(true, null)),
            java.util.Map.of());
    assertThat(provider.calls).hasValue(0);
    assertThat(lab.lab.runs().progress(PROJECT, run.id()).missing()).isEqualTo(1);
    assertThat(lab.lab.comparisons().summarize(PROJECT, run.id()).variants()).hasSize(2);
  }

  @Test
  void keepsTheFirstOfSeveralOutcomesOfATrialAndItsId() {
    Run run = open(2);
    Receipt first = record(run, answered("a", "q1", 1, "1")).getFirst();
    List<Receipt> again =
        record(run, answered("a", "q1", 1, "other"), answered("a", "q1", 1, "third"));

    assertThat(again).containsExactly(first, first);
    assertThat(first)
        .isInstanceOfSatisfying(
            Receipt.Recorded.class,
            it ->
                assertThat(lab.lab.evaluations().evaluation(PROJECT, it.id()).outcome())
                    .isEqualTo(new EvaluationOutcome.Answered("1")));
    assertThat(lab.evaluations(run)).hasSize(1);
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
  }

  @Test
  void isNotCompleteWhereManyOutcomesAreOfOneTrial() {
    Run run = open(2);
    for (int i = 0; i < 10; i++) {
      record(run, answered("a", "q1", 1, "1"));
    }
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);

    lab.lab.recordings().record(PROJECT, run.id(), all(2));
    assertThat(status(run)).isEqualTo(RunStatus.COMPLETED);
    assertThat(lab.evaluations(run)).hasSize(4);
  }

  @Test
  void refusesATrialThatTheRunDoesNotHave() {
    Run run = open(1);
    refuses(run, answered("c", "q1", 1, "1"), "variant");
    refuses(run, answered("a", "q2", 1, "1"), "sample_id");
    refuses(run, answered("a", "", 1, "1"), "sample_id");
    refuses(run, answered("a", "q1", 2, "1"), "epoch");
    refuses(run, answered("a", "q1", Integer.MAX_VALUE, "1"), "epoch");
  }

  @Test
  void refusesCountsAndAmountsThatCannotBe() {
    Run run = open(1);
    refuses(run, costing(USAGE, new BigDecimal("-0.01")), "cost_usd");
    refuses(run, costing(USAGE, new BigDecimal("1e10")), "cost_usd");
    refuses(run, costing(USAGE, new BigDecimal("1e-29")), "cost_usd");
    refuses(run, costing(new TokenUsage(1_000_000_001, 0), BigDecimal.ONE), "input_tokens");
    refuses(run, costing(new TokenUsage(0, Long.MAX_VALUE), BigDecimal.ONE), "output_tokens");
    TrialKey trial = new TrialKey("a", "q1", 1);
    var answer = new EvaluationOutcome.Answered("1");
    refuses(
        run,
        new OutcomeDraft(trial, answer, USAGE, Duration.ofMillis(-1), null, 1, List.of()),
        "latency_seconds");
    refuses(run, new OutcomeDraft(trial, answer, USAGE, null, null, 0, List.of()), "attempts");
  }

  @Test
  void storesWhatIsGoodBesideWhatIsRefusedAndAnswersInTheOrderOfTheOutcomes() {
    Run run = open(3);
    List<Receipt> receipts =
        record(
            run,
            answered("a", "q3", 1, "3"),
            answered("a", "q9", 1, "9"),
            answered("a", "q1", 1, "1"),
            answered("x", "q1", 1, "1"));

    assertThat(receipts)
        .extracting(receipt -> receipt instanceof Receipt.Recorded)
        .containsExactly(true, false, true, false);
    assertThat(lab.evaluations(run))
        .extracting(evaluation -> evaluation.trial().sample())
        .containsExactly("q1", "q3");
    assertThat(((Receipt.Recorded) receipts.getFirst()).id())
        .isEqualTo(lab.evaluations(run).getLast().id());
  }

  @Test
  void takesNoOutcomesAtAllAndASummaryOfNone() {
    Run run = open(1);
    assertThat(record(run)).isEmpty();
    assertThat(lab.lab.comparisons().summarize(PROJECT, run.id()).variants()).hasSize(2);
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
  }

  @Test
  void recordsEveryEpochOfATrial() {
    lab.epochs = 2;
    lab.variantNames = List.of("a");
    Run run = open(1);
    record(run, answered("a", "q1", 2, "1"));
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    record(run, answered("a", "q1", 1, "1"));
    assertThat(status(run)).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void pricesByTheModelWhatHasNoCostOfItsOwn() {
    lab.specification =
        name ->
            ModelSpecification.of("scripted", name)
                .withPrice(new TokenPrice(new BigDecimal("1"), new BigDecimal("2")));
    Run run = open(2);
    record(run, costing(USAGE, new BigDecimal("0.5")), answered("a", "q2", 1, "2"));

    assertThat(lab.evaluations(run))
        .extracting(Evaluation::cost)
        .usingElementComparator((one, other) -> one.compareTo(other))
        .containsExactly(new BigDecimal("0.5"), new BigDecimal("0.000014"));
  }

  @Test
  void refusesARunThatAsksItsModelsItselfOrHasEnded() {
    Run asked = lab.runToEnd(samples(1));
    assertThatThrownBy(() -> record(asked, answered("a", "q1", 1, "1")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("takes no outcomes");

    Run stopped = lab.lab.recordings().open(PROJECT, asked.experiment());
    lab.lab.runs().stop(PROJECT, stopped.id());
    assertThat(experiment(stopped)).isEqualTo(ExperimentStatus.STOPPED);
    assertThatThrownBy(() -> record(stopped, answered("a", "q1", 1, "1")))
        .isInstanceOf(ConflictException.class);
    assertThat(lab.evaluations(stopped)).isEmpty();
  }

  @Test
  void asksNoModelUntilTheRunIsStoppedAndResumed() {
    Run run = open(2);
    record(run, answered("a", "q1", 1, "1"));
    assertThatThrownBy(() -> lab.lab.runs().resume(PROJECT, run.id()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("waits for outcomes from elsewhere");
    assertThat(lab.lab.runs().pause(PROJECT, run.id()).status()).isEqualTo(RunStatus.PENDING);
    assertThat(provider.calls).hasValue(0);

    lab.lab.runs().stop(PROJECT, run.id());
    lab.lab.runs().resume(PROJECT, run.id());
    assertThat(lab.await(run).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(provider.calls).hasValue(3);
    assertThat(lab.evaluations(run)).hasSize(4);
  }

  @Test
  void refusesARunOfAnotherProjectAndOneThatIsNot() {
    Run run = open(1);
    ProjectId other = new ProjectId(new UUID(1, 1));
    var recordings = lab.lab.recordings();
    List<OutcomeDraft> outcomes = List.of(answered("a", "q1", 1, "1"));
    assertThatThrownBy(() -> recordings.record(other, run.id(), outcomes))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> recordings.record(PROJECT, new RunId(new UUID(1, 1)), outcomes))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> recordings.open(other, run.experiment()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void opensOneRunOfAnExperimentAtATime() throws Exception {
    ExperimentId experiment = lab.design(samples(1));
    assertThat(Race.winners(8, racer -> lab.lab.recordings().open(PROJECT, experiment)))
        .isEqualTo(1);
    assertThat(lab.lab.runs().runs(PROJECT, experiment)).hasSize(1);
    assertThatThrownBy(() -> lab.lab.runs().start(PROJECT, experiment))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> lab.lab.experiments().archive(PROJECT, experiment))
        .isInstanceOf(ConflictException.class);
    assertThat(provider.open).hasValue(0);
  }

  @Test
  void leavesTheExperimentAsItWasWhereARunCannotBeAdded() {
    ExperimentId experiment = lab.design(samples(1));
    outage.begin(RunStore.class);
    assertThatThrownBy(() -> lab.lab.recordings().open(PROJECT, experiment))
        .isInstanceOf(UnavailableException.class);
    outage.end();

    assertThat(lab.lab.experiments().experiment(PROJECT, experiment).status())
        .isEqualTo(ExperimentStatus.DRAFT);
    assertThat(lab.lab.recordings().open(PROJECT, experiment).number()).isEqualTo(1);
  }

  @Test
  void recordsOnceWhatManySendAtTheSameTime() throws Exception {
    Run run = open(50);
    long seed = System.nanoTime();
    List<List<Receipt>> receipts =
        Race.run(
            8,
            racer ->
                () -> {
                  List<OutcomeDraft> mine = new ArrayList<>(all(50));
                  Collections.shuffle(mine, new Random(seed + racer));
                  List<Receipt> got = new ArrayList<>();
                  try {
                    for (int from = 0; from < mine.size(); from += 7) {
                      got.addAll(
                          lab.lab
                              .recordings()
                              .record(
                                  PROJECT,
                                  run.id(),
                                  mine.subList(from, Math.min(from + 7, mine.size()))));
                    }
                  } catch (ConflictException e) {
                    // Somebody else has sent the last outcome meanwhile.
                  }
                  return got;
                });

    assertThat(receipts)
        .allSatisfy(it -> assertThat(it).hasOnlyElementsOfType(Receipt.Recorded.class));
    assertThat(lab.evaluations(run)).as("seed %d", seed).hasSize(100);
    assertThat(status(run)).as("seed %d", seed).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void completesARunWhoseSamplesArePutAwayWhileItsOutcomesAreStored() throws Exception {
    CountDownLatch storing = new CountDownLatch(1);
    CountDownLatch store = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    Interposed.Before waitOnce =
        method -> {
          if (method.equals("record") && first.getAndSet(false)) {
            storing.countDown();
            awaitUninterruptibly(store);
          }
        };
    try (TestLab many = new TestLab(provider, Interposed.evaluations(waitOnce));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Run run = many.lab.recordings().open(PROJECT, many.design(samples(1)));
      var late =
          threads.submit(
              () ->
                  many.lab
                      .recordings()
                      .record(PROJECT, run.id(), List.of(answered("a", "q1", 1, "1"))));
      storing.await();
      for (int i = 0; i < 10; i++) {
        many.variantNames = List.of("other " + i, "never " + i);
        Run other = many.lab.recordings().open(PROJECT, many.design(samples(1)));
        many.lab
            .recordings()
            .record(PROJECT, other.id(), List.of(answered("other " + i, "q1", 1, "1")));
      }
      many.lab.recordings().record(PROJECT, run.id(), List.of(answered("b", "q1", 1, "1")));
      store.countDown();
      assertThat(late.get()).hasSize(1);

      assertThat(many.lab.runs().run(PROJECT, run.id()).status()).isEqualTo(RunStatus.COMPLETED);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void goesOnAfterAnOutageOfItsStores() {
    Run run = open(1);
    outage.begin(EvaluationStore.class);
    assertThatThrownBy(() -> record(run, answered("a", "q1", 1, "1")))
        .isInstanceOf(UnavailableException.class);
    outage.begin(DatasetStore.class);
    assertThatThrownBy(() -> record(run, answered("a", "q1", 1, "1")))
        .isInstanceOf(UnavailableException.class);
    outage.end();

    lab.lab.recordings().record(PROJECT, run.id(), all(1));
    assertThat(status(run)).isEqualTo(RunStatus.COMPLETED);
  }
}
