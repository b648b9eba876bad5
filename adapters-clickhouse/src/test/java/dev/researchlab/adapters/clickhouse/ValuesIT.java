package dev.researchlab.adapters.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.testkit.evaluation.Evaluations;
import dev.researchlab.ports.testkit.model.Models;
import dev.researchlab.ports.testkit.project.Projects;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values at the edges of what there may be. */
class ValuesIT {

  private static ClickHouseEvaluationStore store;

  private final ProjectId project = Projects.fresh();
  private final RunId run = new RunId(UUID.randomUUID());

  @BeforeAll
  static void open() {
    store = ClickHouseEvaluationStore.open(Databases.fresh());
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void keepsOutputsOfTenMegabytes() {
    List<Evaluation> recorded =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    Evaluations.of(
                        project,
                        run,
                        new TrialKey("only", "q" + i, 1),
                        new EvaluationOutcome.Answered((i + "\u00e9 words ").repeat(1_250_000))))
            .toList();
    store.record(recorded);
    store.record(recorded);

    try (Stream<Evaluation> evaluations = store.stream(project, run)) {
      assertThat(evaluations.toList().equals(recorded)).isTrue();
    }
    assertThat(store.page(project, run, null, 2).equals(recorded.subList(0, 2))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE evaluations; --",
        "') OR 1 = 1 --",
        "\\'); TRUNCATE TABLE evaluations --",
        "{project:UUID}",
        "U+0000 \0 and U+001A \u001a0000",
        "\ud83d\ude00 and unpaired \ud83d",
        "\t\n\r\b\f\\",
        "",
      })
  void takesEveryTextAsAValue(String text) {
    List<Evaluation> recorded = new ArrayList<>();
    List<EvaluationOutcome> outcomes =
        List.of(
            new EvaluationOutcome.Answered(text),
            new EvaluationOutcome.Refused(text, text),
            new EvaluationOutcome.ProviderError(text, -1));
    for (EvaluationOutcome outcome : outcomes) {
      recorded.add(
          new Evaluation(
              new EvaluationId(UUID.randomUUID()),
              project,
              run,
              new TrialKey(text, text, recorded.size() + 1),
              outcome,
              Map.of(text, new Score.Value(1, text), "other", new Score.Unscored(text)),
              null,
              null,
              null,
              1,
              Instant.EPOCH,
              null,
              null,
              Models.toolCalls(text),
              false));
    }
    store.record(recorded);
    store.record(recorded);

    assertThat(store.page(project, run, null, 10)).isEqualTo(recorded);
    assertThat(store.page(project, run, new TrialKey(text, text, 1), 10))
        .isEqualTo(recorded.subList(1, 3));
    assertThat(store.count(project, run)).isEqualTo(3);
    assertThat(store.totals(project, run))
        .singleElement()
        .satisfies(totals -> assertThat(totals.variant()).isEqualTo(text))
        .satisfies(totals -> assertThat(totals.scores()).containsOnlyKeys(text));
  }

  @Test
  void keepsNumbersAtTheirEdges() {
    List<BigDecimal> costs =
        List.of(
            new BigDecimal("0"),
            new BigDecimal("0.000"),
            new BigDecimal("1E+3"),
            new BigDecimal("-0.10"),
            new BigDecimal("0.0000000000000000000000000000001"),
            new BigDecimal("170141183460469231731687303715884105727"),
            new BigDecimal("-17014118346046923.1731687303715884105728"));
    List<Evaluation> recorded = new ArrayList<>();
    for (BigDecimal cost : costs) {
      recorded.add(
          new Evaluation(
              new EvaluationId(new UUID(-1, recorded.size())),
              project,
              run,
              new TrialKey("v", "q", recorded.isEmpty() ? Integer.MAX_VALUE : recorded.size()),
              new EvaluationOutcome.ProviderError("", Integer.MIN_VALUE),
              Map.of("m", new Score.Value(-0.0, null)),
              new TokenUsage(Long.MAX_VALUE / 100, 0),
              Duration.ofNanos(Long.MAX_VALUE),
              cost,
              Integer.MAX_VALUE,
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              Duration.ofNanos(Long.MAX_VALUE),
              Duration.ZERO,
              List.of(),
              true));
    }
    store.record(recorded);

    for (Evaluation evaluation : recorded) {
      assertThat(store.find(project, evaluation.id())).contains(evaluation);
    }
    assertThat(store.totals(project, run))
        .singleElement()
        .satisfies(
            totals ->
                assertThat(totals.cost())
                    .isEqualByComparingTo(costs.stream().reduce(BigDecimal.ZERO, BigDecimal::add)));
  }

  @Test
  void refusesACostOfMoreDigitsThanThereIsRoomFor() {
    Evaluation plain = Evaluations.answered(project, run, new TrialKey("v", "q", 1));
    Evaluation excessive =
        new Evaluation(
            plain.id(),
            project,
            run,
            plain.trial(),
            plain.outcome(),
            plain.scores(),
            plain.usage(),
            plain.latency(),
            new BigDecimal("9".repeat(39)),
            1,
            plain.completedAt(),
            null,
            null,
            List.of(),
            false);

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> store.record(List.of(excessive)))
        .withMessageStartingWith("cost: has more than 38 digits");
  }

  @Test
  void looksForMoreTrialsThanOneParameterHolds() {
    List<Evaluation> recorded =
        IntStream.range(0, 3_000)
            .mapToObj(
                i ->
                    Evaluations.answered(
                        project, run, new TrialKey("v" + i, "'\\\n".repeat(80) + i, 1)))
            .toList();
    store.record(recorded.subList(0, 2_000));
    store.record(recorded);

    assertThat(store.count(project, run)).isEqualTo(3_000);
  }

  @Test
  void keepsProjectsApartThatShareRunsTrialsAndIds() {
    ProjectId other = Projects.fresh();
    Evaluation here = Evaluations.answered(project, run, new TrialKey("v", "q", 1), "here");
    Evaluation there =
        new Evaluation(
            here.id(),
            other,
            run,
            here.trial(),
            new EvaluationOutcome.Answered("there"),
            here.scores(),
            here.usage(),
            here.latency(),
            here.cost(),
            here.attempts(),
            here.completedAt(),
            null,
            null,
            List.of(),
            false);
    store.record(List.of(here, there));

    assertThat(store.find(project, here.id())).contains(here);
    assertThat(store.find(other, here.id())).contains(there);
    assertThat(store.page(project, run, null, 10)).containsExactly(here);
    assertThat(store.page(other, run, null, 10)).containsExactly(there);
  }
}
