package dev.researchlab.adapters.llm.bridge;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the library's answers. */
final class Answers {

  /** Gemini's way to say that a prompt was refused: an answer without candidates. */
  private static final Pattern BLOCKED =
      Pattern.compile("\"promptFeedback\":\\{[^}]*\"blockReason\":");

  private Answers() {}

  static Completion completion(ChatResponse response, Exchange exchange) {
    AiMessage message = response.aiMessage();
    List<ToolCall> calls =
        message.toolExecutionRequests().stream()
            .map(
                call ->
                    new ToolCall(
                        Objects.requireNonNullElse(call.id(), ""),
                        call.name(),
                        Objects.requireNonNullElse(call.arguments(), "{}")))
            .toList();
    return new Completion(
        Objects.requireNonNullElse(message.text(), ""),
        reason(response, calls),
        usage(response),
        exchange.latency(),
        exchange.timeToFirstByte(),
        calls,
        List.of(),
        exchange.quotas());
  }

  /** Whether the answer says that the prompt was refused. */
  static boolean isBlocked(String body) {
    return BLOCKED.matcher(body).find();
  }

  private static FinishReason reason(ChatResponse response, List<ToolCall> calls) {
    return switch (response.finishReason()) {
      case LENGTH -> FinishReason.LENGTH;
      case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
      case TOOL_EXECUTION -> FinishReason.TOOL_CALLS;
      case STOP, OTHER -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
      case null -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    };
  }

  private static @Nullable TokenUsage usage(ChatResponse response) {
    dev.langchain4j.model.output.@Nullable TokenUsage usage = response.tokenUsage();
    if (usage == null || usage.inputTokenCount() == null || usage.outputTokenCount() == null) {
      return null;
    }
    return new TokenUsage(usage.inputTokenCount(), usage.outputTokenCount());
  }
}
