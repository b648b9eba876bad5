package dev.researchlab.domain.model;

import dev.researchlab.domain.InvalidException;
import org.jspecify.annotations.Nullable;

/**
 * What a model's provider is known to allow; null is not known, and is found out.
 *
 * @param requestsPerMinute above 0
 * @param inputTokensPerMinute above 0
 * @param outputTokensPerMinute above 0
 * @param maxConcurrency calls in flight at most, at least 1
 */
public record ModelLimits(
    @Nullable Double requestsPerMinute,
    @Nullable Double inputTokensPerMinute,
    @Nullable Double outputTokensPerMinute,
    @Nullable Integer maxConcurrency) {

  /** Nothing is known. */
  public static final ModelLimits UNKNOWN = new ModelLimits(null, null, null, null);

  /**
   * @throws InvalidException if a value is out of its range
   */
  public ModelLimits {
    requirePositive("requests_per_minute", requestsPerMinute);
    requirePositive("input_tokens_per_minute", inputTokensPerMinute);
    requirePositive("output_tokens_per_minute", outputTokensPerMinute);
    if (maxConcurrency != null && maxConcurrency < 1) {
      throw new InvalidException("max_concurrency", "must be 1 or more, not " + maxConcurrency);
    }
  }

  private static void requirePositive(String name, @Nullable Double value) {
    if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidException(name, "must be above 0, not " + value);
    }
  }
}
