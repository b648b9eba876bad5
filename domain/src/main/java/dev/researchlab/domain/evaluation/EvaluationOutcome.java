package dev.researchlab.domain.evaluation;

import dev.researchlab.domain.model.GenerationResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a trial ended. Where the model said something, the text is there and is scored, also when it
 * was cut or is a refusal: that is the model's behaviour. Where there is no text, the trial is
 * missing, never wrong.
 */
public sealed interface EvaluationOutcome {

  /** The model gave a whole answer. */
  record Answered(String output) implements EvaluationOutcome {}

  /** The limit of output tokens cut the answer. */
  record Truncated(String output) implements EvaluationOutcome {}

  /** The provider or the model declined; the text, where there is one, is what it said instead. */
  record Refused(@Nullable String output, String reason) implements EvaluationOutcome {}

  /** No whole answer in the time allowed, after all attempts. */
  record TimedOut(String reason) implements EvaluationOutcome {}

  /** The provider kept asking for fewer requests, after all attempts. */
  record RateLimited(String reason) implements EvaluationOutcome {}

  /** The provider failed, or refused the request as wrong. */
  record ProviderError(String reason, @Nullable Integer status) implements EvaluationOutcome {}

  /** What came back was not an answer by the protocol, after all attempts. */
  record Malformed(String reason) implements EvaluationOutcome {}

  /** The experiment's budget was spent before this trial. */
  record BudgetExhausted(String reason) implements EvaluationOutcome {}

  /** The trial was cancelled before it had an answer. */
  record Cancelled(String reason) implements EvaluationOutcome {}

  /** The outcome of a trial whose last call gave this result. */
  static EvaluationOutcome of(GenerationResult result) {
    return switch (result) {
      case GenerationResult.Completion completion -> of(completion);
      case GenerationResult.Failure failure -> of(failure);
    };
  }

  private static EvaluationOutcome of(GenerationResult.Completion completion) {
    return switch (completion.finishReason()) {
      case STOP, TOOL_CALLS -> new Answered(completion.text());
      case LENGTH -> new Truncated(completion.text());
      case CONTENT_FILTER ->
          new Refused(
              completion.text().isBlank() ? null : completion.text(),
              "the provider ended the answer by its content filter");
    };
  }

  private static EvaluationOutcome of(GenerationResult.Failure failure) {
    String reason = failure.message();
    return switch (failure.kind()) {
      case RATE_LIMIT -> new RateLimited(reason);
      case TIMEOUT -> new TimedOut(reason);
      case MALFORMED -> new Malformed(reason);
      case CONTENT_FILTER -> new Refused(null, reason);
      case OVERLOAD,
          TRANSIENT,
          UNREACHABLE,
          CONTEXT_LENGTH,
          BAD_REQUEST,
          AUTHENTICATION,
          QUOTA_EXHAUSTED ->
          new ProviderError(reason, failure.status());
    };
  }

  /** What the model said, where it said something. */
  default Optional<String> text() {
    return switch (this) {
      case Answered answered -> Optional.of(answered.output());
      case Truncated truncated -> Optional.of(truncated.output());
      case Refused refused -> Optional.ofNullable(refused.output());
      case TimedOut ignored -> Optional.empty();
      case RateLimited ignored -> Optional.empty();
      case ProviderError ignored -> Optional.empty();
      case Malformed ignored -> Optional.empty();
      case BudgetExhausted ignored -> Optional.empty();
      case Cancelled ignored -> Optional.empty();
    };
  }

  /** The stable name of this kind of outcome, as files and interfaces show it. */
  default String kind() {
    return switch (this) {
      case Answered ignored -> "answered";
      case Truncated ignored -> "truncated";
      case Refused ignored -> "refused";
      case TimedOut ignored -> "timed_out";
      case RateLimited ignored -> "rate_limited";
      case ProviderError ignored -> "provider_error";
      case Malformed ignored -> "malformed";
      case BudgetExhausted ignored -> "budget_exhausted";
      case Cancelled ignored -> "cancelled";
    };
  }

  /** Why there is no whole answer, where there is none. */
  default Optional<String> explanation() {
    return switch (this) {
      case Answered ignored -> Optional.empty();
      case Truncated ignored -> Optional.of("the limit of output tokens cut the answer");
      case Refused refused -> Optional.of(refused.reason());
      case TimedOut timedOut -> Optional.of(timedOut.reason());
      case RateLimited rateLimited -> Optional.of(rateLimited.reason());
      case ProviderError error -> Optional.of(error.reason());
      case Malformed malformed -> Optional.of(malformed.reason());
      case BudgetExhausted exhausted -> Optional.of(exhausted.reason());
      case Cancelled cancelled -> Optional.of(cancelled.reason());
    };
  }
}
