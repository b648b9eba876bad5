package dev.researchlab.domain.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one call to a model gave: an answer, or the typed reason why there is none. */
public sealed interface GenerationResult {

  /**
   * The model answered.
   *
   * @param text the answer, possibly empty
   * @param usage the tokens as the provider counted them, null where it did not say
   * @param latency from the request's first byte to the answer's last, null where no call was made
   */
  record Completion(
      String text,
      FinishReason finishReason,
      @Nullable TokenUsage usage,
      @Nullable Duration latency)
      implements GenerationResult {}

  /**
   * The call gave no answer.
   *
   * @param message one line for people: what was seen, without a secret
   * @param status the HTTP status, where there was one
   * @param retryAfter how long the provider asked to wait, obeyed exactly
   */
  record Failure(
      CallFailure kind, String message, @Nullable Integer status, @Nullable Duration retryAfter)
      implements GenerationResult {}
}
