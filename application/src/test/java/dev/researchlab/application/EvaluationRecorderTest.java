package dev.researchlab.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.local.evaluation.InMemoryEvaluationStore;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.testkit.evaluation.Evaluations;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EvaluationRecorderTest {

  private final InMemoryEvaluationStore store = new InMemoryEvaluationStore();
  private final List<Evaluation> told = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final RunId run = new RunId(UUID.randomUUID());

  private EvaluationRecorder recorder() {
    return new EvaluationRecorder(
        store,
        new Patience(InstantSource.system(), new CountDownLatch(1)),
        told::add,
        failures::add);
  }

  @Test
  void recordsEverythingBeforeItEnds() {
    List<Evaluation> evaluations = Evaluations.answered(project, run, 2_000);
    try (EvaluationRecorder recorder = recorder()) {
      evaluations.forEach(recorder::add);
    }

    assertThat(store.count(project, run)).isEqualTo(2_000);
    assertThat(told).containsExactlyElementsOf(evaluations);
    assertThat(failures).isEmpty();
  }

  @Test
  void takesAnswersThatAreLongerThanAllItsRoom() {
    String answer = "x".repeat(120_000_000);
    try (EvaluationRecorder recorder = recorder()) {
      for (int i = 0; i < 3; i++) {
        recorder.add(Evaluations.answered(project, run, new TrialKey("only", "q" + i, 1), answer));
      }
    }

    assertThat(store.count(project, run)).isEqualTo(3);
  }
}
