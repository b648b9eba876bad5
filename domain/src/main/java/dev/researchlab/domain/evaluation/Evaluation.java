package dev.researchlab.domain.evaluation;

import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recorded outcome of one trial; immutable, exactly one for each trial of a run.
 *
 * @param scores by the name of the metric; empty where the outcome has no text
 * @param usage tokens of the call that answered, as the provider counted them
 * @param latency of the call that answered, from the request's first byte to the answer's last;
 *     null where no call was made
 * @param cost of the call that answered, in US dollars; null where no price is known
 * @param attempts how many calls were made, at least 1; 1 where a kept answer was used
 * @param timeToFirstByte of the call that answered; null where no call was made
 * @param queueWait from the moment the trial was ready to the moment its last call was sent; null
 *     where no call was made
 * @param toolCalls what the model wanted called
 * @param cached whether a kept answer was used and nothing was sent
 */
public record Evaluation(
    EvaluationId id,
    ProjectId project,
    RunId run,
    TrialKey trial,
    EvaluationOutcome outcome,
    Map<String, Score> scores,
    @Nullable TokenUsage usage,
    @Nullable Duration latency,
    @Nullable BigDecimal cost,
    int attempts,
    Instant completedAt,
    @Nullable Duration timeToFirstByte,
    @Nullable Duration queueWait,
    List<ToolCall> toolCalls,
    boolean cached) {

  public Evaluation {
    if (attempts < 1) {
      throw new IllegalArgumentException("a trial has at least one attempt");
    }
    scores = Map.copyOf(scores);
    toolCalls = List.copyOf(toolCalls);
  }
}
