package dev.researchlab.ports.testkit.evaluation;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.testkit.model.Models;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Evaluations for tests. */
public final class Evaluations {

  private static final Instant COMPLETED = Instant.parse("2026-03-01T09:00:00.123456Z");

  private Evaluations() {}

  /** One of every kind of outcome, with and without what may be absent. */
  public static List<EvaluationOutcome> outcomes() {
    return List.of(
        new EvaluationOutcome.Answered("Paris"),
        new EvaluationOutcome.Answered(""),
        new EvaluationOutcome.Truncated("Par"),
        new EvaluationOutcome.Refused("I cannot say", "content_filter"),
        new EvaluationOutcome.Refused("", "content_filter"),
        new EvaluationOutcome.Refused(null, "content_filter"),
        new EvaluationOutcome.TimedOut("no answer in 30 s"),
        new EvaluationOutcome.RateLimited("429 after 8 attempts"),
        new EvaluationOutcome.ProviderError("internal error", 500),
        new EvaluationOutcome.ProviderError("connection reset", null),
        new EvaluationOutcome.Malformed("not JSON"),
        new EvaluationOutcome.BudgetExhausted("10 USD are spent"),
        new EvaluationOutcome.Cancelled("the run was stopped"));
  }

  /** A correct answer with everything known of it. */
  public static Evaluation answered(ProjectId project, RunId run, TrialKey trial) {
    return answered(project, run, trial, "Paris");
  }

  /** A correct answer in those words with everything known of it. */
  public static Evaluation answered(ProjectId project, RunId run, TrialKey trial, String text) {
    return new Evaluation(
        new EvaluationId(UUID.randomUUID()),
        project,
        run,
        trial,
        new EvaluationOutcome.Answered(text),
        Map.of(
            "exact_match",
            new Score.Value(1, text),
            "similarity",
            new Score.Value(1.0 / 3, null),
            "judge",
            new Score.Unscored("no reference")),
        new TokenUsage(12, 3_000_000_000L),
        Duration.ofNanos(1_234_567_000),
        new BigDecimal("0.000123"),
        2,
        COMPLETED,
        Duration.ofNanos(234_567_891),
        Duration.ofNanos(Integer.MAX_VALUE + 1L),
        Models.toolCalls(text),
        false);
  }

  /** A trial that ended in that way, with nothing else known of it. */
  public static Evaluation of(
      ProjectId project, RunId run, TrialKey trial, EvaluationOutcome outcome) {
    return new Evaluation(
        new EvaluationId(UUID.randomUUID()),
        project,
        run,
        trial,
        outcome,
        Map.of(),
        null,
        null,
        null,
        1,
        COMPLETED,
        null,
        null,
        List.of(),
        false);
  }

  /** An answer that was kept and not asked for. */
  public static Evaluation cached(ProjectId project, RunId run, TrialKey trial) {
    return new Evaluation(
        new EvaluationId(UUID.randomUUID()),
        project,
        run,
        trial,
        new EvaluationOutcome.Answered("Paris"),
        Map.of(),
        new TokenUsage(12, 3),
        null,
        BigDecimal.ZERO,
        1,
        COMPLETED,
        null,
        null,
        List.of(),
        true);
  }

  /** Correct answers to so many samples, {@code q0} and on, by one variant. */
  public static List<Evaluation> answered(ProjectId project, RunId run, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> answered(project, run, new TrialKey("only", "q" + i, 1)))
        .toList();
  }
}
