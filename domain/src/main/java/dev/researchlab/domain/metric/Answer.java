package dev.researchlab.domain.metric;

import dev.researchlab.domain.model.ToolCall;
import java.util.List;

/**
 * What a model gave in a trial, as metrics see it.
 *
 * @param text possibly empty beside tool calls
 * @param toolCalls what the model wants called
 */
public record Answer(String text, List<ToolCall> toolCalls) {

  public Answer {
    toolCalls = List.copyOf(toolCalls);
  }

  /** An answer that is a text alone. */
  public Answer(String text) {
    this(text, List.of());
  }
}
