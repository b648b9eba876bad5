package dev.researchlab.application;

import static dev.researchlab.application.ScriptedProvider.completion;
import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.DrivenPorts;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RunExperimentsTest {

  private static GenerationResult failure(CallFailure kind) {
    return new GenerationResult.Failure(kind, "seen: " + kind, null, null);
  }

  @Test
  void givesEveryTrialOfThePlanExactlyOneEvaluation() {
    ScriptedProvider provider = ScriptedProvider.correct();
    try (TestLab lab = new TestLab(provider)) {
      lab.epochs = 3;
      Run run = lab.runToEnd(samples(50));

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      Set<TrialKey> trials = new HashSet<>();
      for (Evaluation evaluation : lab.evaluations(run)) {
        assertThat(trials.add(evaluation.trial())).isTrue();
        assertThat(evaluation.scores()).containsKey("exact_match");
        assertThat(evaluation.scores().get("exact_match"))
            .isInstanceOfSatisfying(
                Score.Value.class, score -> assertThat(score.value()).isEqualTo(1));
      }
      assertThat(trials).hasSize(50 * 2 * 3);
      assertThat(provider.calls).hasValue(300);
      assertThat(provider.open).hasValue(0);
    }
  }

  @Test
  void keepsAsManyTrialsInFlightAsAllowedAndNoMore() {
    int concurrency = 5;
    CountDownLatch full = new CountDownLatch(concurrency);
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              full.countDown();
              full.await();
              return completion("1");
            });
    try (TestLab lab = new TestLab(provider)) {
      lab.execution = new Execution(concurrency, 1, Duration.ZERO);
      lab.runToEnd(samples(20));

      assertThat(provider.mostInFlight).hasValue(concurrency);
    }
  }

  @Test
  void asksAgainAfterAFailureThatMayPassAndCountsTheAttempts() {
    Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              String key = model.modelIdentifier() + request.sample().id();
              int attempt = asked.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
              return attempt < 3
                  ? failure(CallFailure.RATE_LIMIT)
                  : completion(ScriptedProvider.expected(request));
            });
    try (TestLab lab = new TestLab(provider)) {
      Run run = lab.runToEnd(samples(10));

      assertThat(lab.evaluations(run))
          .allSatisfy(
              evaluation -> {
                assertThat(evaluation.outcome().kind()).isEqualTo("answered");
                assertThat(evaluation.attempts()).isEqualTo(3);
              });
      assertThat(lab.lab.runs().progress(PROJECT, run.id()).retries()).isEqualTo(40);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMIT, rate_limited, 4",
    "OVERLOAD, provider_error, 4",
    "TRANSIENT, provider_error, 4",
    "TIMEOUT, timed_out, 4",
    "MALFORMED, malformed, 4",
    "CONTEXT_LENGTH, provider_error, 1",
    "CONTENT_FILTER, refused, 1",
    "BAD_REQUEST, provider_error, 1"
  })
  void endsATrialInTheTypedOutcomeOfItsLastFailureAndNeverScoresIt(
      CallFailure kind, String outcome, int attempts) {
    ScriptedProvider provider = new ScriptedProvider((model, request) -> failure(kind));
    try (TestLab lab = new TestLab(provider)) {
      Run run = lab.runToEnd(samples(3));

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.evaluations(run))
          .hasSize(6)
          .allSatisfy(
              evaluation -> {
                assertThat(evaluation.outcome().kind()).isEqualTo(outcome);
                assertThat(evaluation.outcome().explanation()).contains("seen: " + kind);
                assertThat(evaluation.attempts()).isEqualTo(attempts);
                assertThat(evaluation.scores()).isEmpty();
              });
      RunProgress progress = lab.lab.runs().progress(PROJECT, run.id());
      assertThat(progress.answered()).isZero();
      assertThat(progress.missing()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @CsvSource({"AUTHENTICATION", "QUOTA_EXHAUSTED", "UNREACHABLE"})
  void failsTheRunAtOnceWhenAModelCannotBeAskedAtAll(CallFailure kind) {
    ScriptedProvider provider = new ScriptedProvider((model, request) -> failure(kind));
    try (TestLab lab = new TestLab(provider)) {
      lab.variantNames = List.of("only");
      Run run = lab.runToEnd(samples(1_000));

      assertThat(run.status()).isEqualTo(RunStatus.FAILED);
      assertThat(run.failure()).isNotNull();
      assertThat(run.failure().model()).isEqualTo("only");
      assertThat(run.failure().message()).isEqualTo("seen: " + kind);
      assertThat(provider.calls.get()).isLessThanOrEqualTo(lab.execution.concurrency());
      assertThat(lab.evaluations(run)).isEmpty();
    }
  }

  @Test
  void waitsForAModelThatWasReachedBeforeAndIsGoneForAMoment() {
    AtomicInteger calls = new AtomicInteger();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) ->
                calls.incrementAndGet() == 5 ? failure(CallFailure.UNREACHABLE) : completion("1"));
    try (TestLab lab = new TestLab(provider)) {
      lab.variantNames = List.of("only");
      lab.execution = new Execution(1, 2, Duration.ZERO);
      Run run = lab.runToEnd(samples(10));

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(calls).hasValue(11);
    }
  }

  @Test
  void readsThePlanNoFurtherThanItCanAsk() throws Exception {
    AtomicInteger read = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(3);
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              all.countDown();
              Thread.sleep(Duration.ofHours(1));
              return completion("never");
            });
    try (TestLab lab =
        new TestLab(
            provider, ports -> withDatasets(ports, new CountingDatasets(ports.datasets(), read)))) {
      lab.variantNames = List.of("only");
      lab.execution = new Execution(3, 1, Duration.ZERO);
      ExperimentId experiment = lab.design(samples(100));
      read.set(-100); // the check of the variables reads all samples once
      lab.lab.runs().start(PROJECT, experiment);
      all.await();

      assertThat(read.get()).isBetween(3, 2 * 3 + 1);
    }
  }

  @Test
  void refusesAPromptVariableThatASampleLacksBeforeAnybodyIsAsked() {
    ScriptedProvider provider = ScriptedProvider.correct();
    try (TestLab lab = new TestLab(provider)) {
      lab.prompt = "{{input}} {{hint}}";
      ExperimentId experiment = lab.design(samples(2));

      assertThatThrownBy(() -> lab.lab.runs().start(PROJECT, experiment))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("{{hint}}")
          .hasMessageContaining("'q1'");
      assertThat(provider.calls).hasValue(0);
      assertThat(lab.lab.experiments().experiment(PROJECT, experiment).status())
          .isEqualTo(ExperimentStatus.DRAFT);
    }
  }

  @Test
  void leavesBracesInDataAlone() {
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> completion(request.messages().getFirst().content()));
    try (TestLab lab = new TestLab(provider)) {
      lab.variantNames = List.of("only");
      Run run = lab.runToEnd(List.of(Sample.of("q", "{{input}} and {{secret}}", "x")));

      assertThat(lab.evaluations(run).getFirst().outcome().text())
          .contains("{{input}} and {{secret}}");
    }
  }

  @Test
  void refusesASecondRunWhileOneGoesOn() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              asked.countDown();
              Thread.sleep(Duration.ofHours(1));
              return completion("never");
            });
    try (TestLab lab = new TestLab(provider)) {
      ExperimentId experiment = lab.design(samples(3));
      lab.lab.runs().start(PROJECT, experiment);
      asked.await();

      assertThatThrownBy(() -> lab.lab.runs().start(PROJECT, experiment))
          .isInstanceOf(ConflictException.class);
      assertThat(lab.lab.runs().runs(PROJECT, experiment)).hasSize(1);
    }
  }

  @Test
  void numbersTheRunsOfAnExperiment() {
    try (TestLab lab = new TestLab(ScriptedProvider.correct())) {
      ExperimentId experiment = lab.design(samples(3));
      Run first = lab.await(lab.lab.runs().start(PROJECT, experiment));
      Run second = lab.await(lab.lab.runs().start(PROJECT, experiment));

      assertThat(first.number()).isEqualTo(1);
      assertThat(second.number()).isEqualTo(2);
      assertThat(second.manifest().hash()).isEqualTo(first.manifest().hash());
    }
  }

  @Test
  void givesATrialTheSameSeedInEveryRun() {
    Map<String, Set<Long>> seeds = new ConcurrentHashMap<>();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              String trial =
                  model.modelIdentifier() + "/" + request.sample().id() + "/" + request.epoch();
              seeds.computeIfAbsent(trial, k -> ConcurrentHashMap.newKeySet()).add(request.seed());
              return completion("1");
            });
    try (TestLab lab = new TestLab(provider)) {
      lab.epochs = 2;
      ExperimentId experiment = lab.design(samples(20));
      lab.await(lab.lab.runs().start(PROJECT, experiment));
      lab.await(lab.lab.runs().start(PROJECT, experiment));

      assertThat(seeds).hasSize(80);
      assertThat(seeds.values()).allSatisfy(drawn -> assertThat(drawn).hasSize(1));
      assertThat(seeds.values().stream().flatMap(Set::stream).distinct()).hasSize(80);
    }
  }

  private static DrivenPorts withDatasets(DrivenPorts ports, CountingDatasets datasets) {
    return new DrivenPorts(
        ports.projects(),
        ports.apiKeys(),
        ports.models(),
        datasets,
        ports.prompts(),
        ports.experiments(),
        ports.runs(),
        ports.evaluations(),
        ports.responses(),
        ports.requests(),
        ports.audit(),
        ports.providers(),
        ports.metricTypes(),
        ports.clock(),
        ports.ids(),
        ports.chance());
  }
}
