package dev.researchlab.ports.testkit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.evaluation.VariantTotals.ScoreTotal;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import dev.researchlab.ports.testkit.project.Projects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link EvaluationStore} does. */
public abstract class EvaluationStoreContract {

  private static final TrialKey TRIAL = new TrialKey("only", "q1", 1);

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();
  private final RunId run = new RunId(UUID.randomUUID());
  private final RunId otherRun = new RunId(UUID.randomUUID());

  /** The store under test, the same in all of one test; it may hold other projects' evaluations. */
  protected abstract EvaluationStore store();

  @Test
  void findsAnEvaluationForWhichAnAnswerWasKept() {
    Evaluation evaluation = Evaluations.cached(project, run, TRIAL);
    store().record(List.of(evaluation));

    assertThat(store().find(project, evaluation.id())).contains(evaluation);
  }

  @Test
  void findsWhatWasRecorded() {
    Evaluation evaluation = Evaluations.answered(project, run, TRIAL);
    store().record(List.of(evaluation));

    assertThat(store().find(project, evaluation.id())).contains(evaluation);
    assertThat(evaluations(project, run)).containsExactly(evaluation);
    assertThat(trials(project, run)).containsExactly(TRIAL);
    assertThat(store().count(project, run)).isEqualTo(1);
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(store().find(project, new EvaluationId(UUID.randomUUID()))).isEmpty();
    assertThat(evaluations(project, run)).isEmpty();
    assertThat(trials(project, run)).isEmpty();
    assertThat(store().count(project, run)).isZero();
  }

  @Test
  void recordsNothingWhereNothingIsGiven() {
    assertThatCode(() -> store().record(List.of())).doesNotThrowAnyException();
    assertThat(store().count(project, run)).isZero();
  }

  @Test
  void keepsEveryKindOfOutcome() {
    List<Evaluation> recorded = new ArrayList<>();
    for (EvaluationOutcome outcome : Evaluations.outcomes()) {
      TrialKey trial = new TrialKey("only", "q1", recorded.size() + 1);
      recorded.add(Evaluations.of(project, run, trial, outcome));
    }
    store().record(recorded);

    assertThat(evaluations(project, run)).containsExactlyElementsOf(recorded);
  }

  @Test
  void keepsEveryTextAsItIs() {
    List<String> texts = new ArrayList<>(Texts.DIFFICULT);
    texts.add(Texts.large());
    for (int i = 0; i < texts.size(); i++) {
      Evaluation evaluation =
          Evaluations.answered(project, run, new TrialKey("only", "q1", i + 1), texts.get(i));
      store().record(List.of(evaluation));

      assertThat(store().find(project, evaluation.id())).contains(evaluation);
    }
  }

  @Test
  void keepsEveryNameOfATrialAndOfAMetricAsItIs() {
    for (String text : Texts.DIFFICULT) {
      Evaluation plain = Evaluations.answered(project, run, new TrialKey(text, text, 1));
      Evaluation evaluation = withScores(plain, Map.of(text, new Score.Unscored(text)));
      store().record(List.of(evaluation));

      assertThat(store().find(project, evaluation.id())).contains(evaluation);
    }
  }

  @Test
  void keepsScoresToTheLastBit() {
    Map<String, Score> scores =
        Map.of(
            "sum", new Score.Value(0.1 + 0.2, null),
            "least", new Score.Value(Double.MIN_VALUE, null),
            "greatest", new Score.Value(-Double.MAX_VALUE, null));
    Evaluation evaluation = withScores(Evaluations.answered(project, run, TRIAL), scores);
    store().record(List.of(evaluation));

    assertThat(store().find(project, evaluation.id())).contains(evaluation);
  }

  @Test
  void changesNothingWhenABlockIsSentAgain() {
    List<Evaluation> block = Evaluations.answered(project, run, 100);
    store().record(block);
    store().record(block);
    store().record(block.subList(50, 100));

    assertThat(store().count(project, run)).isEqualTo(100);
    assertThat(evaluations(project, run)).containsExactlyInAnyOrderElementsOf(block);
  }

  @Test
  void keepsTheFirstOfSeveralEvaluationsOfATrial() {
    Evaluation first = Evaluations.answered(project, run, TRIAL, "first");
    Evaluation second = Evaluations.answered(project, run, TRIAL, "second");
    Evaluation another = Evaluations.answered(project, run, new TrialKey("only", "q2", 1));
    store().record(List.of(first));
    store().record(List.of(second, another));

    assertThat(evaluations(project, run)).containsExactly(first, another);
    assertThat(store().find(project, second.id())).isEmpty();
    assertThat(store().count(project, run)).isEqualTo(2);
  }

  @Test
  void keepsTheFirstOfSeveralEvaluationsOfATrialInOneBlock() {
    Evaluation first = Evaluations.answered(project, run, TRIAL, "first");
    Evaluation second = Evaluations.answered(project, run, TRIAL, "second");
    store().record(List.of(first, second));

    assertThat(evaluations(project, run)).containsExactly(first);
    assertThat(store().find(project, second.id())).isEmpty();
  }

  @Test
  void takesSeveralRunsInOneBlock() {
    Evaluation here = Evaluations.answered(project, run, TRIAL);
    Evaluation there = Evaluations.answered(project, otherRun, TRIAL);
    Evaluation elsewhere = Evaluations.answered(otherProject, run, TRIAL);
    store().record(List.of(here, there, elsewhere));

    assertThat(evaluations(project, run)).containsExactly(here);
    assertThat(evaluations(project, otherRun)).containsExactly(there);
    assertThat(evaluations(otherProject, run)).containsExactly(elsewhere);
  }

  @Test
  void streamsByVariantThenSampleThenEpochInTheOrderOfCodePoints() {
    List<TrialKey> expected = new ArrayList<>();
    for (String variant : Texts.BY_CODE_POINT) {
      for (String sample : Texts.BY_CODE_POINT) {
        for (int epoch : List.of(1, 2, 10)) {
          expected.add(new TrialKey(variant, sample, epoch));
        }
      }
    }
    List<Evaluation> shuffled =
        new ArrayList<>(
            expected.stream().map(key -> Evaluations.answered(project, run, key)).toList());
    Collections.shuffle(shuffled, new Random(1));
    store().record(shuffled);

    assertThat(trials(project, run)).containsExactlyElementsOf(expected);
    assertThat(evaluations(project, run))
        .extracting(Evaluation::trial)
        .containsExactlyElementsOf(expected);
  }

  @Test
  void pagesInTheOrderOfTheStream() {
    List<Evaluation> block = new ArrayList<>();
    for (String variant : Texts.BY_CODE_POINT) {
      for (int i = 0; i < 30; i++) {
        TrialKey trial = new TrialKey(variant, "q" + i % 10, 1 + i / 10);
        block.add(Evaluations.answered(project, run, trial));
      }
    }
    Collections.shuffle(block, new Random(1));
    store().record(block);
    store().record(List.of(Evaluations.answered(project, otherRun, TRIAL)));

    List<Evaluation> paged = new ArrayList<>();
    List<Evaluation> page = store().page(project, run, null, 7);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(7);
      paged.addAll(page);
      page = store().page(project, run, page.getLast().trial(), 7);
    }
    assertThat(paged).containsExactlyElementsOf(evaluations(project, run));
  }

  @Test
  void pagesOnAfterATrialThatHasNoEvaluation() {
    store().record(Evaluations.answered(project, run, 3));

    assertThat(store().page(project, run, new TrialKey("only", "q0", 7), 1))
        .extracting(evaluation -> evaluation.trial().sample())
        .containsExactly("q1");
    assertThat(store().page(project, run, new TrialKey("other", "q0", 1), 1)).isEmpty();
    assertThat(store().page(otherProject, run, null, 1)).isEmpty();
  }

  @Test
  void addsUpEachVariant() {
    List<Evaluation> block = new ArrayList<>(Evaluations.answered(project, run, 10));
    for (EvaluationOutcome outcome : Evaluations.outcomes()) {
      TrialKey trial = new TrialKey("Other \ud83d\ude00", "q" + block.size(), 1);
      block.add(Evaluations.of(project, run, trial, outcome));
    }
    block.add(Evaluations.cached(project, run, new TrialKey("repeated", "q1", 1)));
    block.add(Evaluations.cached(project, run, new TrialKey("repeated", "q2", 1)));
    block.add(Evaluations.answered(project, run, new TrialKey("repeated", "q3", 1)));
    store().record(block);
    store().record(List.of(Evaluations.answered(project, otherRun, TRIAL)));

    List<VariantTotals> totals = store().totals(project, run);
    assertThat(totals)
        .extracting(VariantTotals::variant)
        .containsExactly("Other \ud83d\ude00", "only", "repeated");
    assertThat(totals).extracting(VariantTotals::cached).containsExactly(0L, 0L, 2L);
    VariantTotals answered = totals.get(1);
    assertThat(answered.outcomes()).isEqualTo(Map.of("answered", 10L));
    assertThat(answered.answered()).isEqualTo(10);
    assertThat(answered.retries()).isEqualTo(10);
    assertThat(answered.usage()).isEqualTo(new TokenUsage(120, 30_000_000_000L));
    assertThat(answered.cost()).isEqualByComparingTo("0.00123");
    assertThat(answered.scores()).containsOnlyKeys("exact_match", "similarity");
    assertThat(answered.scores()).containsEntry("exact_match", new ScoreTotal(10, 10));
    assertThat(answered.scores())
        .hasEntrySatisfying(
            "similarity", total -> assertThat(total.sum()).isCloseTo(10.0 / 3, within(1e-12)));

    VariantTotals others = totals.getFirst();
    assertThat(others.evaluations()).isEqualTo(13);
    assertThat(others.outcomes())
        .containsEntry("answered", 2L)
        .containsEntry("refused", 3L)
        .containsEntry("provider_error", 2L)
        .hasSize(9);
    assertThat(others.answered()).isEqualTo(5);
    assertThat(others.retries()).isZero();
    assertThat(others.usage()).isEqualTo(new TokenUsage(0, 0));
    assertThat(others.cost()).isEqualByComparingTo("0");
    assertThat(others.scores()).isEmpty();
    assertThat(store().totals(otherProject, run)).isEmpty();
  }

  @Test
  void keepsManyEvaluations() {
    List<Evaluation> block = Evaluations.answered(project, run, 10_000);
    for (int i = 0; i < block.size(); i += 1_000) {
      store().record(block.subList(i, i + 1_000));
    }

    assertThat(store().count(project, run)).isEqualTo(10_000);
    assertThat(evaluations(project, run)).hasSize(10_000);
    assertThat(trials(project, run)).hasSize(10_000);
  }

  @Test
  void letsAReaderStopHalfWay() {
    store().record(Evaluations.answered(project, run, 1_000));
    for (int i = 0; i < 30; i++) {
      try (Stream<Evaluation> stream = store().stream(project, run);
          Stream<TrialKey> trials = store().trials(project, run)) {
        assertThat(stream.iterator().next().trial()).isEqualTo(trials.iterator().next());
      }
    }

    assertThat(evaluations(project, run)).hasSize(1_000);
  }

  @Test
  void hidesAnEvaluationFromOtherProjects() {
    Evaluation evaluation = Evaluations.answered(project, run, TRIAL);
    store().record(List.of(evaluation));

    assertThat(store().find(otherProject, evaluation.id())).isEmpty();
    assertThat(evaluations(otherProject, run)).isEmpty();
    assertThat(trials(otherProject, run)).isEmpty();
    assertThat(store().count(otherProject, run)).isZero();
  }

  @Test
  void recordsEachTrialOnceWhenSeveralWritersSendTheSame()
      throws InterruptedException, ExecutionException {
    List<List<Evaluation>> blocks =
        Race.run(
            8,
            racer ->
                () -> {
                  List<Evaluation> block = Evaluations.answered(project, run, 200);
                  store().record(block);
                  return block;
                });

    List<Evaluation> stored = evaluations(project, run);
    assertThat(stored).hasSize(200).isSubsetOf(blocks.stream().flatMap(List::stream).toList());
    assertThat(store().count(project, run)).isEqualTo(200);
    assertThat(stored)
        .allSatisfy(
            evaluation -> assertThat(store().find(project, evaluation.id())).contains(evaluation));
    assertThat(
            blocks.stream()
                .flatMap(List::stream)
                .filter(offered -> store().find(project, offered.id()).isPresent()))
        .hasSize(200);
  }

  @Test
  void recordsEverythingThatSeveralWritersSendAtOnce()
      throws InterruptedException, ExecutionException {
    Race.run(
        8,
        racer ->
            () -> {
              for (int i = 0; i < 50; i++) {
                TrialKey trial = new TrialKey("v" + racer, "q" + i, 1);
                store().record(List.of(Evaluations.answered(project, run, trial)));
              }
              return racer;
            });

    assertThat(store().count(project, run)).isEqualTo(400);
    assertThat(trials(project, run)).hasSize(400).doesNotHaveDuplicates().isSorted();
  }

  private List<Evaluation> evaluations(ProjectId inProject, RunId ofRun) {
    try (Stream<Evaluation> stream = store().stream(inProject, ofRun)) {
      return stream.toList();
    }
  }

  private List<TrialKey> trials(ProjectId inProject, RunId ofRun) {
    try (Stream<TrialKey> stream = store().trials(inProject, ofRun)) {
      return stream.toList();
    }
  }

  private static Evaluation withScores(Evaluation evaluation, Map<String, Score> scores) {
    return new Evaluation(
        evaluation.id(),
        evaluation.project(),
        evaluation.run(),
        evaluation.trial(),
        evaluation.outcome(),
        scores,
        evaluation.usage(),
        evaluation.latency(),
        evaluation.cost(),
        evaluation.attempts(),
        evaluation.completedAt(),
        evaluation.timeToFirstByte(),
        evaluation.queueWait(),
        evaluation.toolCalls(),
        evaluation.cached());
  }
}
