package dev.researchlab.domain.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call to a model gave: an answer, or the typed reason why there is none. */
public sealed interface GenerationResult {

  /**
   * The model answered.
   *
   * @param text the answer, possibly empty
   * @param usage the tokens as the provider counted them, null where it did not say
   * @param latency from the request's first byte to the answer's last, null where no call was made
   * @param timeToFirstByte from the request's first byte to the answer's first, the first token
   *     where the answer was streamed; null where no call was made
   * @param toolCalls what the model wants called
   * @param logprobs of the tokens, empty where they were not asked for
   * @param quotas what the provider said of its quotas
   */
  record Completion(
      String text,
      FinishReason finishReason,
      @Nullable TokenUsage usage,
      @Nullable Duration latency,
      @Nullable Duration timeToFirstByte,
      List<ToolCall> toolCalls,
      List<TokenLogprob> logprobs,
      List<QuotaReading> quotas)
      implements GenerationResult {

    public Completion {
      toolCalls = List.copyOf(toolCalls);
      logprobs = List.copyOf(logprobs);
      quotas = List.copyOf(quotas);
    }

    /** An answer that is a text alone. */
    public Completion(
        String text,
        FinishReason finishReason,
        @Nullable TokenUsage usage,
        @Nullable Duration latency) {
      this(text, finishReason, usage, latency, null, List.of(), List.of(), List.of());
    }
  }

  /**
   * The call gave no answer.
   *
   * @param message one line for people: what was seen, without a secret
   * @param status the HTTP status, where there was one
   * @param retryAfter how long the provider asked to wait, obeyed exactly
   * @param quotas what the provider said of its quotas
   */
  record Failure(
      CallFailure kind,
      String message,
      @Nullable Integer status,
      @Nullable Duration retryAfter,
      List<QuotaReading> quotas)
      implements GenerationResult {

    public Failure {
      quotas = List.copyOf(quotas);
    }

    /** A failure beside which nothing was said of quotas. */
    public Failure(
        CallFailure kind, String message, @Nullable Integer status, @Nullable Duration retryAfter) {
      this(kind, message, status, retryAfter, List.of());
    }
  }
}
