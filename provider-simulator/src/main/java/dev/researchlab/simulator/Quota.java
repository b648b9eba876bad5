package dev.researchlab.simulator;

import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket of requests, kept as the time at which it will be full again (the generic cell
 * rate algorithm), so that admission is one compare-and-set.
 */
final class Quota {

  private final long nanosPerRequest;
  private final long toleranceNanos;
  private final AtomicLong fullAt;

  private final int burst;

  Quota(double requestsPerSecond, int burst, long nowNanos) {
    nanosPerRequest = Math.round(1e9 / requestsPerSecond);
    this.burst = burst;
    toleranceNanos = nanosPerRequest * (burst - 1);
    fullAt = new AtomicLong(nowNanos);
  }

  /**
   * What OpenAI says of its quota beside an answer: how much it holds, how much is left, and how
   * long until it is full.
   */
  String headers(long nowNanos) {
    long untilFull = Math.max(0, fullAt.get() - nowNanos);
    long used = Math.ceilDiv(untilFull, nanosPerRequest);
    return "x-ratelimit-limit-requests: "
        + burst
        + "\r\nx-ratelimit-remaining-requests: "
        + Math.max(0, burst - used)
        + "\r\nx-ratelimit-reset-requests: "
        + duration(untilFull)
        + "\r\n";
  }

  /** In OpenAI's form: 20ms, 1.5s, 6m0s. */
  private static String duration(long nanos) {
    long millis = Math.ceilDiv(nanos, 1_000_000L);
    if (millis < 1_000) {
      return millis + "ms";
    }
    BigDecimal seconds = BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros();
    String minutes = millis < 60_000 ? "" : millis / 60_000 + "m";
    return minutes + seconds.toPlainString() + "s";
  }

  /** Admits a request and returns 0, or refuses it and returns the nanoseconds to wait. */
  long admit(long nowNanos) {
    while (true) {
      long previous = fullAt.get();
      long waitNanos = previous - toleranceNanos - nowNanos;
      if (waitNanos > 0) {
        return waitNanos;
      }
      long start = previous - nowNanos > 0 ? previous : nowNanos;
      if (fullAt.compareAndSet(previous, start + nanosPerRequest)) {
        return 0;
      }
    }
  }
}
