package dev.researchlab.domain.model;

import dev.researchlab.domain.InvalidException;
import java.math.BigDecimal;

/**
 * What a model's tokens cost.
 *
 * @param inputPerMillion US dollars for a million input tokens, not negative
 * @param outputPerMillion US dollars for a million output tokens, not negative
 */
public record TokenPrice(BigDecimal inputPerMillion, BigDecimal outputPerMillion) {

  /**
   * @throws InvalidException if one is negative
   */
  public TokenPrice {
    requireNotNegative("input_per_million", inputPerMillion);
    requireNotNegative("output_per_million", outputPerMillion);
  }

  private static void requireNotNegative(String name, BigDecimal price) {
    if (price.signum() < 0) {
      throw new InvalidException(name, "must be 0 or more, not " + price.toPlainString());
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
