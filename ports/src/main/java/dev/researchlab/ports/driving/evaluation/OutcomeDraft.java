package dev.researchlab.ports.driving.evaluation;

import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.run.TrialKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a trial ended elsewhere; what is null is not known.
 *
 * @param cost in US dollars
 * @param attempts how many calls were made, at least 1
 */
public record OutcomeDraft(
    TrialKey trial,
    EvaluationOutcome outcome,
    @Nullable TokenUsage usage,
    @Nullable Duration latency,
    @Nullable BigDecimal cost,
    int attempts,
    List<ToolCall> toolCalls) {

  public OutcomeDraft {
    toolCalls = List.copyOf(toolCalls);
  }
}
