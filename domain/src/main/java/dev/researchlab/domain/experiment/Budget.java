package dev.researchlab.domain.experiment;

import dev.researchlab.domain.InvalidException;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run may use up; null is no limit.
 *
 * @param maxCost US dollars, above 0
 * @param maxTokens input and output together, above 0
 * @param maxDuration of one sitting, positive
 */
public record Budget(
    @Nullable BigDecimal maxCost, @Nullable Long maxTokens, @Nullable Duration maxDuration) {

  /** No limit. */
  public static final Budget UNLIMITED = new Budget(null, null, null);

  /**
   * @throws InvalidException if a value is out of its range
   */
  public Budget {
    if (maxCost != null && maxCost.signum() <= 0) {
      throw new InvalidException("max_cost", "must be above 0, not " + maxCost.toPlainString());
    }
    if (maxTokens != null && maxTokens <= 0) {
      throw new InvalidException("max_tokens", "must be above 0, not " + maxTokens);
    }
    if (maxDuration != null && !maxDuration.isPositive()) {
      throw new InvalidException("max_duration", "must be positive, not " + maxDuration);
    }
  }
}
