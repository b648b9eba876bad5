package dev.researchlab.application;

import dev.researchlab.domain.experiment.Execution;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long a trial waits before its next attempt. What the provider asked for is obeyed exactly;
 * otherwise the wait is drawn evenly between nothing and a limit that doubles with each attempt
 * ("full jitter"), so that trials that failed together do not come back together.
 */
record Backoff(Duration first) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  static Backoff of(Execution execution) {
    return new Backoff(execution.backoff());
  }

  /**
   * The wait after a failed attempt.
   *
   * @param attempt that failed, counting from 1
   * @param retryAfter what the provider asked for, if it did
   */
  Duration delay(int attempt, @Nullable Duration retryAfter, RandomGenerator random) {
    if (retryAfter != null) {
      return retryAfter;
    }
    // 2^20 times any first wait is beyond the longest one already.
    Duration limit = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    long nanos = (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
    return Duration.ofNanos(nanos == 0 ? 0 : random.nextLong(nanos));
  }
}
