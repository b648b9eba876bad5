package dev.researchlab.domain.model;

/** The tokens of one call, as the provider counted them. */
public record TokenUsage(long inputTokens, long outputTokens) {

  public TokenUsage {
    if (inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException("token counts are not negative");
    }
  }

  /** The sum of both usages. */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(inputTokens + other.inputTokens, outputTokens + other.outputTokens);
  }
}
