package dev.researchlab.domain.experiment;

import dev.researchlab.domain.InvalidException;
import java.time.Duration;

/**
 * How fast and how patiently an experiment is run; none of it determines the result.
 *
 * @param concurrency how many trials are in flight at most, 1 to {@value #MAX_CONCURRENCY}
 * @param maxAttempts how often one trial is tried at most, at least 1
 * @param backoff the longest wait before the second attempt; it doubles with each further one
 */
public record Execution(int concurrency, int maxAttempts, Duration backoff) {

  /** More than any provider takes, and little memory. */
  public static final int MAX_CONCURRENCY = 100_000;

  /** What an experiment uses where nothing else is said. */
  public static final Execution DEFAULT = new Execution(20, 8, Duration.ofMillis(500));

  /**
   * @throws InvalidException if a value is out of its range
   */
  public Execution {
    if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
      throw new InvalidException(
          "concurrency", "must be 1 to " + MAX_CONCURRENCY + ", not " + concurrency);
    }
    if (maxAttempts < 1) {
      throw new InvalidException("max_attempts", "must be 1 or more, not " + maxAttempts);
    }
    if (backoff.isNegative()) {
      throw new InvalidException("backoff", "must not be negative, not " + backoff);
    }
  }

  /** The same with this many trials in flight at most. */
  public Execution withConcurrency(int newConcurrency) {
    return new Execution(newConcurrency, maxAttempts, backoff);
  }
}
