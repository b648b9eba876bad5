package dev.researchlab.domain.model;

import java.math.BigDecimal;

/**
 * What a model's tokens cost.
 *
 * @param inputPerMillion US dollars for a million input tokens, not negative
 * @param outputPerMillion US dollars for a million output tokens, not negative
 */
public record TokenPrice(BigDecimal inputPerMillion, BigDecimal outputPerMillion) {

  public TokenPrice {
    if (inputPerMillion.signum() < 0 || outputPerMillion.signum() < 0) {
      throw new IllegalArgumentException("a price is not negative");
    }
  }

  /** The exact cost of the usage, in US dollars. */
  public BigDecimal cost(TokenUsage usage) {
    return inputPerMillion
        .multiply(BigDecimal.valueOf(usage.inputTokens()))
        .add(outputPerMillion.multiply(BigDecimal.valueOf(usage.outputTokens())))
        .movePointLeft(6);
  }
}
