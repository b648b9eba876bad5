package dev.researchlab.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one trial.
 *
 * @param outcome answered, refused, truncated, timed_out, rate_limited, provider_error, malformed,
 *     budget_exhausted or cancelled
 */
public record Evaluation(
    String id,
    String runId,
    String variant,
    String sampleId,
    int epoch,
    String outcome,
    @Nullable String output,
    @Nullable String reason,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable BigDecimal costUsd,
    @Nullable Double latencySeconds,
    List<ToolCall> toolCalls,
    int attempts,
    Map<String, Score> scores,
    Instant completedAt) {
  public Evaluation {
    toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    scores = scores == null ? Map.of() : Map.copyOf(scores);
  }
}
