package dev.researchlab.application;

import static dev.researchlab.application.ScriptedProvider.completion;
import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.dataset.DatasetStore.VersionWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopAndResumeTest {

  @Test
  void givesUpCallsInFlightWhenItIsStoppedAndKeepsWhatWasRecorded() throws Exception {
    CountDownLatch hanging = new CountDownLatch(8);
    AtomicInteger answered = new AtomicInteger();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              if (answered.incrementAndGet() > 20) {
                hanging.countDown();
                Thread.sleep(Duration.ofHours(1));
              }
              return completion("1");
            });
    try (TestLab lab = new TestLab(provider)) {
      Run run = lab.start(samples(1_000));
      hanging.await();
      Run stopped = lab.lab.runs().stop(PROJECT, run.id());

      assertThat(stopped.status()).isEqualTo(RunStatus.STOPPED);
      assertThat(lab.evaluations(run)).hasSize(20);
      assertThat(provider.inFlight).hasValue(0);
      assertThat(provider.open).hasValue(0);
      assertThat(lab.lab.runs().stop(PROJECT, run.id())).isEqualTo(stopped);
      assertThat(lab.lab.experiments().experiment(PROJECT, run.experiment()).status())
          .isEqualTo(ExperimentStatus.STOPPED);
    }
  }

  @Test
  void asksAfterAStopWhatIsMissingAndNothingTwice() throws Exception {
    CountDownLatch hanging = new CountDownLatch(8);
    AtomicInteger asked = new AtomicInteger();
    Set<String> answered = ConcurrentHashMap.newKeySet();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              int number = asked.incrementAndGet();
              if (number > 20 && number <= 28) {
                hanging.countDown();
                Thread.sleep(Duration.ofHours(1));
              }
              assertThat(answered.add(model.modelIdentifier() + request.sample().id())).isTrue();
              return completion(ScriptedProvider.expected(request));
            });
    try (TestLab lab = new TestLab(provider)) {
      Run run = lab.start(samples(100));
      hanging.await();
      lab.lab.runs().stop(PROJECT, run.id());
      Run resumed = lab.await(lab.lab.runs().resume(PROJECT, run.id()));

      assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(resumed.number()).isEqualTo(1);
      assertThat(lab.evaluations(run)).hasSize(200);
      assertThat(asked).hasValue(200 + 8);
      assertThat(lab.lab.runs().progress(PROJECT, run.id()).answered()).isEqualTo(200);
      assertThatThrownBy(() -> lab.lab.runs().resume(PROJECT, run.id()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("completed");
    }
  }

  @Test
  void goesOnAfterAFailureThatWasMended() {
    AtomicInteger asked = new AtomicInteger();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) ->
                asked.incrementAndGet() == 30
                    ? new GenerationResult.Failure(
                        CallFailure.AUTHENTICATION, "the key was refused", 401, null)
                    : completion("1"));
    try (TestLab lab = new TestLab(provider)) {
      Run failed = lab.runToEnd(samples(50));
      assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
      Run resumed = lab.await(lab.lab.runs().resume(PROJECT, failed.id()));

      assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(resumed.failure()).isNull();
      assertThat(lab.evaluations(failed)).hasSize(100);
    }
  }

  @Test
  void goesOnWithARunThatACrashLeftBehind() {
    DrivenPorts[] shared = new DrivenPorts[1];
    try (TestLab before = new TestLab(ScriptedProvider.correct(), ports -> shared[0] = ports)) {
      Run run = before.runToEnd(samples(10));
      // What a store holds after a crash: a run that goes on, and no process where it does.
      DrivenPorts crashed = LocalPorts.inMemory().withProviders(shared[0].providers());
      Run running =
          new Run(
              run.id(),
              PROJECT,
              run.experiment(),
              1,
              run.manifest(),
              RunStatus.RUNNING,
              null,
              run.createdAt(),
              run.changedAt());
      copyDesign(shared[0], crashed, run);
      crashed.runs().add(running);
      crashed.evaluations().record(before.evaluations(run).subList(0, 7));
      try (ResearchLab after = ResearchLab.with(crashed)) {
        after.runs().resume(PROJECT, run.id());
        Run ended = after.runs().await(PROJECT, run.id(), Duration.ofSeconds(30));

        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(crashed.evaluations().count(PROJECT, run.id())).isEqualTo(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Copies the experiment, as running, and its dataset. */
  private static void copyDesign(DrivenPorts from, DrivenPorts to, Run run) {
    Experiment experiment = from.experiments().find(PROJECT, run.experiment()).orElseThrow();
    to.experiments().add(experiment.become(ExperimentStatus.RUNNING, experiment.changedAt()));
    RunManifest manifest = run.manifest();
    to.datasets().add(from.datasets().find(PROJECT, manifest.dataset()).orElseThrow());
    try (VersionWriter writer = to.datasets().write(PROJECT, manifest.dataset());
        Stream<Sample> samples =
            from.datasets().samples(PROJECT, manifest.dataset(), manifest.datasetHash())) {
      samples.forEach(writer::append);
      writer.commit(manifest.datasetHash(), run.createdAt());
    }
  }

  @Test
  void stopsItsRunsWhenTheLabIsClosed() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              asked.countDown();
              Thread.sleep(Duration.ofHours(1));
              return completion("never");
            });
    TestLab lab = new TestLab(provider);
    Run run = lab.start(samples(3));
    asked.await();
    lab.close();

    assertThat(lab.lab.runs().run(PROJECT, run.id()).status()).isEqualTo(RunStatus.STOPPED);
  }
}
