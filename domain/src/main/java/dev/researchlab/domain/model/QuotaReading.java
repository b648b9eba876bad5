package dev.researchlab.domain.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said of one of its quotas beside an answer.
 *
 * @param limit how much the quota holds when it is full, not negative; null where it was not said
 * @param remaining how much is left, not negative
 * @param reset until it is full again; null where it was not said
 */
public record QuotaReading(
    Dimension dimension, @Nullable Long limit, long remaining, @Nullable Duration reset) {

  /** What is counted. */
  public enum Dimension {
    REQUESTS,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    /** Input and output tokens together. */
    TOKENS
  }
}
