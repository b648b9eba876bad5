package dev.researchlab.domain.lane;

import dev.researchlab.domain.model.QuotaReading.Dimension;
import dev.researchlab.domain.model.TokenUsage;

/**
 * What a call takes of the quotas: estimated before it is sent, known when it has answered.
 *
 * @param inputTokens not negative
 * @param outputTokens not negative
 */
public record CallSize(long inputTokens, long outputTokens) {

  /** The size by the provider's own count. */
  public static CallSize of(TokenUsage usage) {
    return new CallSize(usage.inputTokens(), usage.outputTokens());
  }

  double in(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> 1;
      case INPUT_TOKENS -> inputTokens;
      case OUTPUT_TOKENS -> outputTokens;
      case TOKENS -> inputTokens + outputTokens;
    };
  }
}
