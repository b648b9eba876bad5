package dev.researchlab.domain.experiment;

import dev.researchlab.domain.InvalidException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast and how patiently an experiment is run; none of it determines the result.
 *
 * @param concurrency how many trials are in flight at most, 1 to {@value #MAX_CONCURRENCY}
 * @param maxAttempts how often one trial is tried at most, at least 1
 * @param backoff the longest wait before the second attempt; it doubles with each further one
 * @param maxElapsed how long a trial may take with all its attempts and waits, and how long a model
 *     may refuse everything, positive
 * @param hedgeAfter after how long without a first byte a second call is sent beside the first;
 *     null for never
 * @param cache what is done with kept answers
 * @param budget what a run may use up
 */
public record Execution(
    int concurrency,
    int maxAttempts,
    Duration backoff,
    Duration maxElapsed,
    @Nullable Duration hedgeAfter,
    CacheMode cache,
    Budget budget) {

  /** More than any provider takes, and little memory. */
  public static final int MAX_CONCURRENCY = 100_000;

  /** Longer than providers ask to wait, but for a day's quota. */
  private static final Duration DEFAULT_MAX_ELAPSED = Duration.ofMinutes(30);

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
    if (!maxElapsed.isPositive()) {
      throw new InvalidException("max_elapsed", "must be positive, not " + maxElapsed);
    }
    if (hedgeAfter != null && !hedgeAfter.isPositive()) {
      throw new InvalidException("hedge_after", "must be positive, not " + hedgeAfter);
    }
  }

  /** Without hedging, cache and budget. */
  public Execution(int concurrency, int maxAttempts, Duration backoff) {
    this(
        concurrency,
        maxAttempts,
        backoff,
        DEFAULT_MAX_ELAPSED,
        null,
        CacheMode.OFF,
        Budget.UNLIMITED);
  }

  /** The same with this many trials in flight at most. */
  public Execution withConcurrency(int newConcurrency) {
    return new Execution(
        newConcurrency, maxAttempts, backoff, maxElapsed, hedgeAfter, cache, budget);
  }
}
