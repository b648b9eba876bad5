package dev.researchlab.simulator;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket, kept as the time at which it will be full again (the generic cell rate
 * algorithm), so that admission is one compare-and-set.
 */
final class Quota {

  private final double nanosPerUnit;
  private final long capacity;
  private final long toleranceNanos;
  private final AtomicLong fullAt;

  /**
   * @param perSecond how many units it gains
   * @param capacity how many units it holds when it is full
   */
  Quota(double perSecond, long capacity, long nowNanos) {
    nanosPerUnit = 1e9 / perSecond;
    this.capacity = capacity;
    toleranceNanos = nanos(capacity - 1);
    fullAt = new AtomicLong(nowNanos);
  }

  /** Takes one unit and returns 0, or takes nothing and returns the nanoseconds to wait. */
  long admit(long nowNanos) {
    while (true) {
      long previous = fullAt.get();
      long waitNanos = waitNanos(previous, nowNanos);
      if (waitNanos > 0) {
        return waitNanos;
      }
      if (fullAt.compareAndSet(previous, previous + spent(previous, nowNanos, 1))) {
        return 0;
      }
    }
  }

  /** The nanoseconds until one unit is left; 0 when there is one. */
  long waitNanos(long nowNanos) {
    return waitNanos(fullAt.get(), nowNanos);
  }

  /** Takes as many units, also more than are left. */
  void take(long units, long nowNanos) {
    fullAt.updateAndGet(previous -> previous + spent(previous, nowNanos, units));
  }

  long capacity() {
    return capacity;
  }

  /** How many whole units are left. */
  long remaining(long nowNanos) {
    return Math.max(0, (long) (capacity - resetNanos(nowNanos) / nanosPerUnit));
  }

  /** The nanoseconds until it is full. */
  long resetNanos(long nowNanos) {
    return Math.max(0, fullAt.get() - nowNanos);
  }

  private long waitNanos(long full, long nowNanos) {
    return Math.max(0, full - toleranceNanos - nowNanos);
  }

  /** How much later it is full when units are taken from it. */
  private long spent(long full, long nowNanos, long units) {
    return Math.max(0, nowNanos - full) + nanos(units);
  }

  private long nanos(long units) {
    return Math.round(units * nanosPerUnit);
  }
}
