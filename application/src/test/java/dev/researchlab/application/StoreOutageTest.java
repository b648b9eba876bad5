package dev.researchlab.application;

import static dev.researchlab.application.ScriptedProvider.completion;
import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import dev.researchlab.ports.driven.run.RunStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run does while its stores do not answer. */
@Timeout(60)
class StoreOutageTest {

  private static final int CONCURRENCY = 8;

  private static final Class<?>[] ALL = {
    DatasetStore.class, EvaluationStore.class, ExperimentStore.class, RunStore.class
  };

  private final Outage outage = new Outage();
  private final AtomicInteger asked = new AtomicInteger();

  /** After so many calls the stores stop answering. */
  private ScriptedProvider outageAfter(int calls, Class<?>... ports) {
    return new ScriptedProvider(
        (model, request) -> {
          if (asked.incrementAndGet() == calls) {
            outage.begin(ports);
          }
          return completion(ScriptedProvider.expected(request));
        });
  }

  @Test
  void waitsAndLosesNothingAndAsksNobodyTwice() throws Exception {
    try (TestLab lab = new TestLab(outageAfter(300, EvaluationStore.class), outage::of)) {
      Run run = lab.start(samples(2_000));
      RunProgress waiting = awaitWaiting(lab, run, CONCURRENCY);

      assertThat(waiting.status()).isEqualTo(RunStatus.RUNNING);
      assertThat(waiting.waitingFor()).isEqualTo("the disk is full");
      assertThat(asked.get())
          .as("what is not recorded has a bound, and holds the run when it is reached")
          .isLessThanOrEqualTo(300 + EvaluationRecorder.ROOM + 2 * CONCURRENCY);
      outage.end();
      Run ended = lab.await(run);

      assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.evaluations(run)).hasSize(4_000);
      assertThat(asked).hasValue(4_000);
      assertThat(lab.lab.runs().progress(PROJECT, run.id()).waitingFor()).isNull();
    }
  }

  @Test
  void endsWhenAStoreStaysAwayAndGoesOnLater() throws Exception {
    try (TestLab lab = new TestLab(outageAfter(100, ALL), outage::of)) {
      Run run = lab.start(samples(500));
      awaitWaiting(lab, run, 0);
      outage.pass(Patience.LONGEST);
      Run failed = lab.await(run);

      assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
      assertThat(failed.failure()).isEqualTo(new RunFailure(null, "the disk is full"));
      outage.end();
      Run resumed = lab.await(lab.lab.runs().resume(PROJECT, run.id()));

      assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.evaluations(run)).hasSize(1_000);
      assertThat(lab.lab.experiments().experiment(PROJECT, run.experiment()).status())
          .isEqualTo(ExperimentStatus.COMPLETED);
    }
  }

  @Test
  void canBeStoppedMeanwhile() throws Exception {
    try (TestLab lab = new TestLab(outageAfter(100, ALL), outage::of)) {
      Run run = lab.start(samples(500));
      awaitWaiting(lab, run, 0);
      Run stopped = lab.lab.runs().stop(PROJECT, run.id());

      assertThat(stopped.status()).isEqualTo(RunStatus.FAILED);
      outage.end();
      Run resumed = lab.await(lab.lab.runs().resume(PROJECT, run.id()));

      assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.evaluations(run)).hasSize(1_000);
    }
  }

  private static RunProgress awaitWaiting(TestLab lab, Run run, int inFlight)
      throws InterruptedException {
    RunProgress progress = lab.lab.runs().progress(PROJECT, run.id());
    while (progress.waitingFor() == null || progress.inFlight() < inFlight) {
      Thread.sleep(1);
      progress = lab.lab.runs().progress(PROJECT, run.id());
    }
    return progress;
  }
}
