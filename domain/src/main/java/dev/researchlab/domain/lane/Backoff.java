package dev.researchlab.domain.lane;

import dev.researchlab.domain.experiment.Execution;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a trial, or a whole lane, waits before its next attempt where the provider did not say.
 * The wait is drawn evenly between nothing and a limit that doubles with each attempt ("full
 * jitter"), so that trials that failed together do not come back together.
 */
public record Backoff(Duration first) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** What the experiment asks for. */
  public static Backoff of(Execution execution) {
    return new Backoff(execution.backoff());
  }

  /**
   * The wait after a failed attempt.
   *
   * @param attempt that failed, counting from 1
   */
  public Duration delay(int attempt, RandomGenerator random) {
    // 2^20 times any first wait is beyond the longest one already.
    Duration limit = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    long nanos = (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
    return Duration.ofNanos(nanos == 0 ? 0 : random.nextLong(nanos));
  }
}
