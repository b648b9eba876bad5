package dev.researchlab.adapters.postgres.backup;

import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.evaluation.EvaluationOutcome.Answered;
import dev.researchlab.domain.evaluation.EvaluationOutcome.BudgetExhausted;
import dev.researchlab.domain.evaluation.EvaluationOutcome.Cancelled;
import dev.researchlab.domain.evaluation.EvaluationOutcome.Malformed;
import dev.researchlab.domain.evaluation.EvaluationOutcome.ProviderError;
import dev.researchlab.domain.evaluation.EvaluationOutcome.RateLimited;
import dev.researchlab.domain.evaluation.EvaluationOutcome.Refused;
import dev.researchlab.domain.evaluation.EvaluationOutcome.TimedOut;
import dev.researchlab.domain.evaluation.EvaluationOutcome.Truncated;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluation as a line of JSON from which the same evaluation is read, to the last digit. */
public record EvaluationLine(
    EvaluationId id,
    RunId run,
    TrialKey trial,
    String outcome,
    @Nullable String output,
    @Nullable String reason,
    @Nullable Integer status,
    Map<String, StoredScore> scores,
    @Nullable TokenUsage usage,
    @Nullable Duration latency,
    @Nullable BigDecimal cost,
    int attempts,
    Instant completedAt,
    @Nullable Duration timeToFirstByte,
    @Nullable Duration queueWait,
    List<ToolCall> toolCalls,
    @Nullable Boolean cached) {

  /** A value, or why there is none. */
  public record StoredScore(
      @Nullable Double value, @Nullable String extracted, @Nullable String unscored) {}

  /** The line, without its end. */
  public static String write(Evaluation evaluation) {
    EvaluationOutcome outcome = evaluation.outcome();
    Map<String, StoredScore> scores = new LinkedHashMap<>();
    evaluation.scores().forEach((metric, score) -> scores.put(metric, stored(score)));
    return Documents.write(
        new EvaluationLine(
            evaluation.id(),
            evaluation.run(),
            evaluation.trial(),
            outcome.kind(),
            outcome.text().orElse(null),
            outcome.explanation().orElse(null),
            outcome instanceof ProviderError error ? error.status() : null,
            scores,
            evaluation.usage(),
            evaluation.latency(),
            evaluation.cost(),
            evaluation.attempts(),
            evaluation.completedAt(),
            evaluation.timeToFirstByte(),
            evaluation.queueWait(),
            evaluation.toolCalls(),
            evaluation.cached()));
  }

  /** The evaluation of a line. */
  public static Evaluation read(ProjectId project, String line) {
    EvaluationLine read = Documents.read(line, EvaluationLine.class);
    Map<String, Score> scores = new LinkedHashMap<>();
    read.scores.forEach((metric, score) -> scores.put(metric, score(score)));
    return new Evaluation(
        read.id,
        project,
        read.run,
        read.trial,
        read.typed(),
        scores,
        read.usage,
        read.latency,
        read.cost,
        read.attempts,
        read.completedAt,
        read.timeToFirstByte,
        read.queueWait,
        read.toolCalls,
        Boolean.TRUE.equals(read.cached));
  }

  private static StoredScore stored(Score score) {
    return switch (score) {
      case Score.Value value -> new StoredScore(value.value(), value.extracted(), null);
      case Score.Unscored unscored -> new StoredScore(null, null, unscored.reason());
    };
  }

  private static Score score(StoredScore stored) {
    return stored.value != null
        ? new Score.Value(stored.value, stored.extracted)
        : new Score.Unscored(text(stored.unscored));
  }

  private EvaluationOutcome typed() {
    return switch (outcome) {
      case "answered" -> new Answered(text(output));
      case "truncated" -> new Truncated(text(output));
      case "refused" -> new Refused(output, text(reason));
      case "timed_out" -> new TimedOut(text(reason));
      case "rate_limited" -> new RateLimited(text(reason));
      case "provider_error" -> new ProviderError(text(reason), status);
      case "malformed" -> new Malformed(text(reason));
      case "budget_exhausted" -> new BudgetExhausted(text(reason));
      case "cancelled" -> new Cancelled(text(reason));
      default -> throw new IllegalArgumentException("there is no outcome '" + outcome + "'");
    };
  }

  private static String text(@Nullable String text) {
    if (text == null) {
      throw new IllegalArgumentException("an evaluation lacks its text");
    }
    return text;
  }
}
