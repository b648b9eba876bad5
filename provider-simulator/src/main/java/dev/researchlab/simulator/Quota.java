package dev.researchlab.simulator;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket of requests, kept as the time at which it will be full again (the generic cell
 * rate algorithm), so that admission is one compare-and-set.
 */
final class Quota {

  private final long nanosPerRequest;
  private final long toleranceNanos;
  private final AtomicLong fullAt;

  Quota(double requestsPerSecond, int burst, long nowNanos) {
    nanosPerRequest = Math.round(1e9 / requestsPerSecond);
    toleranceNanos = nanosPerRequest * (burst - 1);
    fullAt = new AtomicLong(nowNanos);
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
