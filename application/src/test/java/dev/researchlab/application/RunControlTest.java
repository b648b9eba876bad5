package dev.researchlab.application;

import static dev.researchlab.application.ScriptedProvider.completion;
import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.CacheMode;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.lane.LaneEvent;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunControlTest {

  private static Execution execution(
      @Nullable Duration hedgeAfter, CacheMode cache, Budget budget) {
    return new Execution(
        4, 3, Duration.ofNanos(1), Duration.ofMinutes(5), hedgeAfter, cache, budget);
  }

  private static Execution budget(Budget budget) {
    return execution(null, CacheMode.OFF, budget);
  }

  private static RunProgress progress(TestLab lab, Run run) {
    return lab.lab.runs().progress(PROJECT, run.id());
  }

  @Test
  void pausesAndGoesOnWithoutLosingOrRepeatingATrial() throws Exception {
    Semaphore answers = new Semaphore(0);
    CountDownLatch asked = new CountDownLatch(8);
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              asked.countDown();
              answers.acquire();
              return completion("1");
            });
    try (TestLab lab = new TestLab(provider)) {
      Run run = lab.start(samples(20));
      asked.await();
      Run paused = lab.lab.runs().pause(PROJECT, run.id());
      answers.release(1_000);
      while (progress(lab, run).inFlight() > 0) {
        Thread.onSpinWait();
      }

      assertThat(paused.status()).isEqualTo(RunStatus.PAUSED);
      assertThat(lab.lab.experiments().experiment(PROJECT, run.experiment()).status())
          .isEqualTo(ExperimentStatus.PAUSED);
      assertThat(provider.calls).hasValue(8);
      assertThat(lab.lab.runs().pause(PROJECT, run.id())).isEqualTo(paused);

      assertThat(lab.lab.runs().resume(PROJECT, run.id()).status()).isEqualTo(RunStatus.RUNNING);
      assertThat(lab.await(run).status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(provider.calls).hasValue(40);
    }
  }

  @Test
  void stopsARunThatIsPausedAndResumesItLater() {
    ScriptedProvider provider = ScriptedProvider.correct();
    try (TestLab lab = new TestLab(provider)) {
      Run run = lab.start(samples(5_000));
      lab.lab.runs().pause(PROJECT, run.id());
      Run stopped = lab.lab.runs().stop(PROJECT, run.id());
      assertThat(stopped.status()).isEqualTo(RunStatus.STOPPED);

      lab.lab.runs().resume(PROJECT, run.id());
      assertThat(lab.await(run).status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.evaluations(run)).hasSize(10_000);
    }
  }

  @Test
  void hasMoreAndFewerTrialsInFlightWhenItIsRetuned() throws Exception {
    Semaphore answers = new Semaphore(0);
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              answers.acquire();
              return completion("1");
            });
    try (TestLab lab = new TestLab(provider)) {
      Run run = lab.start(samples(100));
      lab.lab.runs().retune(PROJECT, run.id(), 20);
      while (provider.inFlight.get() < 20) {
        Thread.onSpinWait();
      }
      lab.lab.runs().retune(PROJECT, run.id(), 2);
      answers.release(30);
      while (progress(lab, run).done() < 30) {
        Thread.onSpinWait();
      }
      assertThat(provider.inFlight.get()).isLessThanOrEqualTo(2);
      answers.release(1_000);
      lab.await(run);

      assertThat(provider.mostInFlight).hasValue(20);
      assertThatThrownBy(() -> lab.lab.runs().retune(PROJECT, run.id(), 0))
          .isInstanceOf(InvalidException.class);
      assertThatThrownBy(() -> lab.lab.runs().retune(PROJECT, run.id(), 5))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("does not go on");
    }
  }

  @Test
  void stopsResumableWhenNoFurtherCallFitsIntoTheBudget() {
    ScriptedProvider provider = ScriptedProvider.correct();
    try (TestLab lab = new TestLab(provider)) {
      // Each call is thought to take some 520 tokens and takes 15.
      lab.execution = budget(new Budget(null, 1_000L, null));
      Run run = lab.runToEnd(samples(200));

      assertThat(run.status()).isEqualTo(RunStatus.STOPPED);
      assertThat(run.failure()).isNotNull();
      assertThat(run.failure().message()).startsWith("the budget of 1000 tokens has no room");
      assertThat(progress(lab, run).usage().inputTokens()).isBetween(250L, 667L);
      assertThat(provider.calls.get()).isBetween(25, 66);

      lab.lab.runs().resume(PROJECT, run.id());
      int before = provider.calls.get();
      assertThat(lab.await(run).status()).isEqualTo(RunStatus.STOPPED);
      assertThat(provider.calls).hasValue(before);
    }
  }

  @Test
  void stopsWhenItsTimeIsOver() {
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              Thread.sleep(Duration.ofHours(1));
              return completion("never");
            });
    try (TestLab lab = new TestLab(provider)) {
      lab.execution = budget(new Budget(null, null, Duration.ofMillis(200)));
      Run run = lab.runToEnd(samples(20));

      assertThat(run.status()).isEqualTo(RunStatus.STOPPED);
      assertThat(run.failure()).isNotNull();
    }
  }

  @Test
  void sendsASecondCallBesideOneThatDoesNotBeginToAnswer() {
    AtomicInteger calls = new AtomicInteger();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              if (calls.incrementAndGet() == 1) {
                Thread.sleep(Duration.ofHours(1));
              }
              return completion("1");
            });
    try (TestLab lab = new TestLab(provider)) {
      lab.variantNames = List.of("only");
      lab.execution = execution(Duration.ofMillis(20), CacheMode.OFF, Budget.UNLIMITED);
      Run run = lab.runToEnd(samples(10));

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(provider.calls).hasValue(11);
      assertThat(provider.inFlight).hasValue(0);
    }
  }

  @Test
  void asksOnceForWhatIsTheSameAndNothingThatIsKept() {
    ScriptedProvider provider = ScriptedProvider.correct();
    try (TestLab lab = new TestLab(provider)) {
      lab.prompt = "Say something.";
      lab.epochs = 2;
      lab.execution = execution(null, CacheMode.READ_WRITE, Budget.UNLIMITED);
      Run run = lab.runToEnd(samples(50));

      // Two models and two epochs ask different things, fifty samples the same.
      assertThat(provider.calls).hasValue(4);
      assertThat(lab.evaluations(run)).hasSize(200);
      assertThat(lab.evaluations(run).stream().filter(it -> it.cached()).count()).isEqualTo(196);

      Run again = lab.await(lab.lab.runs().start(PROJECT, run.experiment()));
      assertThat(provider.calls).hasValue(4);
      assertThat(lab.evaluations(again)).hasSize(200).allMatch(it -> it.cached());
    }
  }

  @Test
  void sendsNothingWhenItOnlyReplays() {
    ScriptedProvider provider = ScriptedProvider.correct();
    try (TestLab lab = new TestLab(provider)) {
      lab.execution = execution(null, CacheMode.REPLAY_ONLY, Budget.UNLIMITED);
      Run run = lab.runToEnd(samples(5));

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(provider.calls).hasValue(0);
      assertThat(lab.evaluations(run))
          .hasSize(10)
          .allSatisfy(
              it -> assertThat(it.outcome().explanation().orElse("")).contains("replay_only"));
    }
  }

  @Test
  void asksTheNextOneWhenTheFirstOfManyThatAskTheSameFails() {
    AtomicInteger calls = new AtomicInteger();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) ->
                calls.incrementAndGet() == 1
                    ? new GenerationResult.Failure(CallFailure.BAD_REQUEST, "bad", 400, null)
                    : completion("1"));
    try (TestLab lab = new TestLab(provider)) {
      lab.prompt = "Say something.";
      lab.variantNames = List.of("only");
      lab.execution = execution(null, CacheMode.READ_WRITE, Budget.UNLIMITED);
      Run run = lab.runToEnd(samples(20));

      assertThat(provider.calls).hasValue(2);
      assertThat(lab.evaluations(run)).hasSize(20);
      assertThat(progress(lab, run).missing()).isEqualTo(1);
    }
  }

  @Test
  void tellsWhatHappensInItsLanesWhileItGoesOn() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              refused.countDown();
              return new GenerationResult.Failure(
                  CallFailure.RATE_LIMIT, "answered 429", 429, Duration.ofHours(1));
            });
    try (TestLab lab = new TestLab(provider)) {
      lab.execution =
          new Execution(
              4, 3, Duration.ZERO, Duration.ofHours(2), null, CacheMode.OFF, Budget.UNLIMITED);
      lab.variantNames = List.of("only");
      Run run = lab.start(samples(20));
      refused.await();
      while (lab.lab.runs().events(PROJECT, run.id(), 0).size() < 2) {
        Thread.onSpinWait();
      }

      assertThat(lab.lab.runs().events(PROJECT, run.id(), 0))
          .extracting(event -> event.event().kind())
          .contains(LaneEvent.Kind.CUT, LaneEvent.Kind.PAUSED);
      assertThat(lab.lab.runs().events(PROJECT, run.id(), 1).getFirst().number()).isEqualTo(2);
      assertThat(progress(lab, run).lanes())
          .singleElement()
          .satisfies(
              lane -> {
                assertThat(lane.lane()).isEqualTo("scripted only");
                assertThat(lane.status().pause())
                    .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
                assertThat(lane.waiting()).isPositive();
              });
      assertThat(lab.lab.runs().stop(PROJECT, run.id()).status()).isEqualTo(RunStatus.STOPPED);
    }
  }

  @Test
  void givesUpAtOnceWhenItIsAskedToWaitLongerThanATrialMayTake() {
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) ->
                new GenerationResult.Failure(
                    CallFailure.RATE_LIMIT, "answered 429", 429, Duration.ofHours(24)));
    try (TestLab lab = new TestLab(provider)) {
      Run run = lab.runToEnd(samples(1));
      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.evaluations(run))
          .hasSize(2)
          .allMatch(it -> it.outcome().kind().equals("rate_limited"));

      // What was not sent yet is not given up: it can be resumed when the provider answers again.
      lab.execution = lab.execution.withConcurrency(2);
      lab.variantNames = List.of("c");
      Run more = lab.runToEnd(samples(100));
      assertThat(more.status()).isEqualTo(RunStatus.FAILED);
      assertThat(more.failure()).isNotNull();
      assertThat(more.failure().message()).endsWith("answered 429");
      assertThat(lab.evaluations(more)).hasSizeBetween(1, 2);
    }
  }
}
