package dev.researchlab.application;

import static dev.researchlab.application.ScriptedProvider.completion;
import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import dev.researchlab.ports.driven.run.RunStore;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import dev.researchlab.ports.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParkedRunsTest {

  private final AtomicReference<DrivenPorts> shared = new AtomicReference<>();

  /** How often each trial was answered. */
  private final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();

  private final CountDownLatch hanging = new CountDownLatch(8);

  private DrivenPorts share(DrivenPorts ports) {
    shared.set(ports);
    return ports;
  }

  private TestLab lab(ScriptedProvider provider) {
    return new TestLab(provider, this::share);
  }

  /** Another process on the same stores. */
  private ResearchLab other(ScriptedProvider provider) {
    return ResearchLab.with(shared.get().withProviders(List.of(provider)));
  }

  private ScriptedProvider hangingAfter(int answers) {
    AtomicInteger asked = new AtomicInteger();
    return new ScriptedProvider(
        (model, request) -> {
          if (asked.incrementAndGet() > answers) {
            hanging.countDown();
            Thread.sleep(Duration.ofHours(1));
          }
          return answer(model.modelIdentifier() + request.sample().id());
        });
  }

  private ScriptedProvider answering() {
    return new ScriptedProvider(
        (model, request) -> answer(model.modelIdentifier() + request.sample().id()));
  }

  private GenerationResult answer(String trial) {
    answered.computeIfAbsent(trial, key -> new AtomicInteger()).incrementAndGet();
    return completion("1");
  }

  private RunStatus stored(Run run) {
    return shared.get().runs().find(PROJECT, run.id()).orElseThrow().status();
  }

  @Test
  void leavesRunsToTheNextStartWhichAsksOnlyWhatIsMissing() throws Exception {
    ScriptedProvider provider = hangingAfter(30);
    try (TestLab lab = lab(provider)) {
      Run run = lab.start(samples(50));
      hanging.await();
      assertThat(lab.lab.activeRuns()).isEqualTo(1);
      lab.lab.park();

      assertThat(lab.lab.activeRuns()).isZero();
      assertThat(provider.inFlight).hasValue(0);
      assertThat(provider.open).hasValue(0);
      assertThat(stored(run)).isEqualTo(RunStatus.RUNNING);
      assertThat(lab.evaluations(run)).hasSize(30);
      try (ResearchLab next = other(answering())) {
        assertThat(next.runs().resumeInterrupted(PROJECT))
            .extracting(Run::id)
            .containsExactly(run.id());
        assertThat(next.runs().resumeInterrupted(PROJECT)).isEmpty();
        assertThat(next.runs().await(PROJECT, run.id(), Duration.ofSeconds(30)).status())
            .isEqualTo(RunStatus.COMPLETED);
        assertThat(next.activeRuns()).isZero();
      }
      assertThat(answered).hasSize(100);
      assertThat(answered.values()).allSatisfy(times -> assertThat(times).hasValue(1));
      assertThat(lab.lab.experiments().experiment(PROJECT, run.experiment()).status())
          .isEqualTo(ExperimentStatus.COMPLETED);
    }
  }

  @Test
  void staysParkedWhenItIsParkedAgainAndClosed() throws Exception {
    Run run;
    try (TestLab lab = lab(hangingAfter(3))) {
      lab.lab.park();
      run = lab.start(samples(50));
      hanging.await();
      lab.lab.park();
      lab.lab.park();
    }
    assertThat(stored(run)).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void leavesAPausedRunPaused() throws Exception {
    try (TestLab lab = lab(hangingAfter(3))) {
      Run run = lab.start(samples(50));
      hanging.await();
      lab.lab.runs().pause(PROJECT, run.id());
      assertThat(lab.lab.activeRuns()).isEqualTo(1);
      lab.lab.park();

      assertThat(stored(run)).isEqualTo(RunStatus.PAUSED);
      try (ResearchLab next = other(answering())) {
        assertThat(next.runs().resumeInterrupted(PROJECT)).isEmpty();
        assertThat(next.runs().resume(PROJECT, run.id()).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(next.runs().await(PROJECT, run.id(), Duration.ofSeconds(30)).status())
            .isEqualTo(RunStatus.COMPLETED);
      }
    }
  }

  @Test
  void leavesAloneWhatWasNotInterrupted() throws Exception {
    try (TestLab lab = lab(hangingAfter(2))) {
      lab.variantNames = List.of("done");
      Run completed = lab.runToEnd(samples(2));
      lab.variantNames = List.of("external");
      Run external = lab.lab.recordings().open(PROJECT, lab.design(samples(2)));
      lab.variantNames = List.of("going");
      Run going = lab.start(samples(50));
      hanging.await();
      try (ResearchLab next = other(answering())) {
        assertThat(next.runs().resumeInterrupted(PROJECT)).isEmpty();
        assertThat(next.activeRuns()).isZero();
      }
      assertThat(lab.lab.runs().resumeInterrupted(PROJECT)).isEmpty();
      assertThat(List.of(stored(completed), stored(external), stored(going)))
          .containsExactly(RunStatus.COMPLETED, RunStatus.PENDING, RunStatus.RUNNING);
    }
  }

  @Test
  void resumesTheOthersWhereTheProviderOfOneIsBroken() throws Exception {
    try (TestLab lab = lab(hangingAfter(0))) {
      lab.variantNames = List.of("broken");
      Run broken = lab.start(samples(4));
      lab.variantNames = List.of("good");
      Run good = lab.start(samples(4));
      hanging.await();
      lab.lab.park();
      ScriptedProvider provider =
          new ScriptedProvider((model, request) -> completion("1")) {
            @Override
            public dev.researchlab.ports.driven.model.LanguageModel open(
                ModelSpecification specification) {
              if (specification.modelIdentifier().equals("broken")) {
                throw new IllegalStateException("its library is broken");
              }
              return super.open(specification);
            }
          };
      try (ResearchLab next = other(provider)) {
        assertThat(next.runs().resumeInterrupted(PROJECT))
            .extracting(Run::id)
            .containsExactly(good.id());
        assertThat(next.runs().await(PROJECT, good.id(), Duration.ofSeconds(30)).status())
            .isEqualTo(RunStatus.COMPLETED);
      }
      assertThat(stored(broken)).isEqualTo(RunStatus.RUNNING);
    }
  }

  @Test
  void resumesOnceWhatManyResumeAtTheSameTime() throws Exception {
    try (TestLab lab = lab(hangingAfter(3))) {
      Run run = lab.start(samples(50));
      hanging.await();
      lab.lab.park();
      List<ResearchLab> labs = new ArrayList<>();
      ScriptedProvider provider = answering();
      for (int i = 0; i < 8; i++) {
        labs.add(other(provider));
      }
      long winners = Race.winners(8, racer -> labs.get(racer).runs().resume(PROJECT, run.id()));
      for (ResearchLab each : labs) {
        Run unused = each.runs().await(PROJECT, run.id(), Duration.ofSeconds(30));
      }
      assertThat(winners).isEqualTo(1);
      assertThat(stored(run)).isEqualTo(RunStatus.COMPLETED);
      assertThat(answered.values()).allSatisfy(times -> assertThat(times).hasValue(1));
      labs.forEach(ResearchLab::close);
    }
  }

  @Test
  void countsARunNoMoreThatEndedWhileItsStoresWereAway() throws Exception {
    Outage outage = new Outage();
    AtomicInteger asked = new AtomicInteger();
    ScriptedProvider provider =
        new ScriptedProvider(
            (model, request) -> {
              if (asked.incrementAndGet() == 20) {
                outage.begin(
                    DatasetStore.class,
                    EvaluationStore.class,
                    ExperimentStore.class,
                    RunStore.class);
              }
              return completion("1");
            });
    try (TestLab lab = new TestLab(provider, ports -> share(outage.of(ports)))) {
      Run run = lab.start(samples(50));
      while (lab.lab.runs().progress(PROJECT, run.id()).waitingFor() == null) {
        Thread.sleep(1);
      }
      assertThat(lab.lab.runs().stop(PROJECT, run.id()).status()).isEqualTo(RunStatus.FAILED);
      assertThat(lab.lab.activeRuns()).isZero();
      outage.end();

      assertThat(lab.lab.runs().resumeInterrupted(PROJECT)).hasSize(1);
      assertThat(lab.await(run).status()).isEqualTo(RunStatus.COMPLETED);
    }
  }

  @Test
  void refusesToResumeARunBesideAnotherOfItsExperiment() throws Exception {
    try (TestLab lab = lab(hangingAfter(3))) {
      Run first = lab.start(samples(50));
      hanging.await();
      lab.lab.runs().stop(PROJECT, first.id());
      Run second = lab.lab.recordings().open(PROJECT, first.experiment());

      assertThatThrownBy(() -> lab.lab.runs().resume(PROJECT, first.id()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(second.id() + " of the same experiment has not ended");
      assertThat(stored(first)).isEqualTo(RunStatus.STOPPED);
      lab.lab.runs().stop(PROJECT, second.id());
      assertThat(lab.lab.runs().resume(PROJECT, first.id()).status()).isEqualTo(RunStatus.RUNNING);
    }
  }

  @Test
  void endsAlsoWhereSomebodyRevisesTheExperimentAtThatMoment() {
    AtomicReference<@Nullable Runnable> revision = new AtomicReference<>();
    Interposed.Before reviseOnce =
        method -> {
          Runnable revise = method.equals("update") ? revision.getAndSet(null) : null;
          if (revise != null) {
            revise.run();
          }
        };
    ScriptedProvider provider = ScriptedProvider.correct();
    try (TestLab lab = new TestLab(provider, Interposed.experiments(reviseOnce))) {
      ExperimentId id = lab.design(samples(3));
      Run stopped = lab.lab.recordings().open(PROJECT, id);
      Experiment running = lab.lab.experiments().experiment(PROJECT, id);
      revision.set(
          () ->
              lab.lab
                  .experiments()
                  .revise(
                      PROJECT,
                      id,
                      running.version(),
                      ExperimentDraft.of("another name", running.design())));
      lab.lab.runs().stop(PROJECT, stopped.id());

      Experiment ended = lab.lab.experiments().experiment(PROJECT, id);
      assertThat(ended.name()).isEqualTo("another name");
      assertThat(ended.status()).isEqualTo(ExperimentStatus.STOPPED);
    }
  }
}
