package dev.researchlab.adapters.postgres.evaluation;

import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.WellFormedText;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads evaluations from rows, and says what the columns of the less simple parts hold. */
final class EvaluationRow {

  private EvaluationRow() {}

  /** A score as the column holds it: a value, or why there is none. */
  record StoredScore(
      @Nullable Double value, @Nullable String extracted, @Nullable String unscored) {

    static StoredScore of(Score score) {
      return switch (score) {
        case Score.Value scored -> new StoredScore(scored.value(), scored.extracted(), null);
        case Score.Unscored unscored -> new StoredScore(null, null, unscored.reason());
      };
    }

    Score score() {
      return value != null
          ? new Score.Value(value, extracted)
          : new Score.Unscored(unscored == null ? "" : unscored);
    }
  }

  /** The type that the JSON reader needs to know. */
  static final class StoredScores extends LinkedHashMap<String, StoredScore> {
    private static final long serialVersionUID = 1L;
  }

  static String scores(Map<String, Score> scores) {
    StoredScores stored = new StoredScores();
    scores.forEach((metric, score) -> stored.put(metric, StoredScore.of(score)));
    return Documents.write(stored);
  }

  static @Nullable String output(EvaluationOutcome outcome) {
    return outcome.text().map(WellFormedText::encode).orElse(null);
  }

  static @Nullable String reason(EvaluationOutcome outcome) {
    return outcome instanceof Truncated
        ? null
        : outcome.explanation().map(WellFormedText::encode).orElse(null);
  }

  static @Nullable Integer status(EvaluationOutcome outcome) {
    return outcome instanceof ProviderError error ? error.status() : null;
  }

  static TrialKey trial(ResultSet row) throws SQLException {
    return new TrialKey(text(row, "variant"), text(row, "sample_id"), row.getInt("epoch"));
  }

  static Evaluation read(ProjectId project, ResultSet row) throws SQLException {
    Long input = row.getObject("input_tokens", Long.class);
    Long output = row.getObject("output_tokens", Long.class);
    Map<String, Score> scores = new LinkedHashMap<>();
    Documents.read(row.getString("scores"), StoredScores.class)
        .forEach((metric, stored) -> scores.put(metric, stored.score()));
    return new Evaluation(
        new EvaluationId(row.getObject("id", UUID.class)),
        project,
        new RunId(row.getObject("run_id", UUID.class)),
        trial(row),
        outcome(row),
        scores,
        input == null || output == null ? null : new TokenUsage(input, output),
        duration(row, "latency_ns"),
        row.getBigDecimal("cost"),
        row.getInt("attempts"),
        row.getObject("completed_at", OffsetDateTime.class).toInstant(),
        duration(row, "time_to_first_byte_ns"),
        duration(row, "queue_wait_ns"),
        Documents.readElements(row.getString("tool_calls"), ToolCall[].class),
        row.getBoolean("cached"));
  }

  private static @Nullable Duration duration(ResultSet row, String column) throws SQLException {
    Long nanos = row.getObject(column, Long.class);
    return nanos == null ? null : Duration.ofNanos(nanos);
  }

  private static EvaluationOutcome outcome(ResultSet row) throws SQLException {
    String kind = row.getString("outcome");
    return switch (kind) {
      case "answered" -> new Answered(text(row, "output"));
      case "truncated" -> new Truncated(text(row, "output"));
      case "refused" -> {
        String output = row.getString("output");
        yield new Refused(
            output == null ? null : WellFormedText.decode(output), text(row, "reason"));
      }
      case "timed_out" -> new TimedOut(text(row, "reason"));
      case "rate_limited" -> new RateLimited(text(row, "reason"));
      case "provider_error" ->
          new ProviderError(text(row, "reason"), row.getObject("status", Integer.class));
      case "malformed" -> new Malformed(text(row, "reason"));
      case "budget_exhausted" -> new BudgetExhausted(text(row, "reason"));
      case "cancelled" -> new Cancelled(text(row, "reason"));
      default -> throw new IllegalStateException("the database holds an outcome '" + kind + "'");
    };
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return WellFormedText.decode(row.getString(column));
  }
}
