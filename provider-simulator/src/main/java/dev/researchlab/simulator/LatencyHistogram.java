package dev.researchlab.simulator;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts of durations in buckets at most 1/256 of their value wide: small enough to report
 * percentiles within half a percent, and without locks on the path of a request.
 */
final class LatencyHistogram {

  private static final int PRECISION_BITS = 8;
  private static final int SUB_BUCKETS = 1 << PRECISION_BITS;

  private final AtomicLongArray counts =
      new AtomicLongArray((Long.SIZE - PRECISION_BITS) * SUB_BUCKETS);

  void record(long nanos) {
    counts.incrementAndGet(bucket(Math.max(0, nanos)));
  }

  /** The duration that the given share of all is at most (nearest rank), or null when empty. */
  @Nullable Double percentileMillis(double share) {
    long total = 0;
    for (int i = 0; i < counts.length(); i++) {
      total += counts.get(i);
    }
    long rank = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= rank) {
        return middleNanos(i) / 1e6;
      }
    }
    return null;
  }

  void clear() {
    for (int i = 0; i < counts.length(); i++) {
      counts.set(i, 0);
    }
  }

  private static int bucket(long nanos) {
    if (nanos < SUB_BUCKETS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - PRECISION_BITS;
    return (shift + 1) * SUB_BUCKETS + (int) (nanos >>> shift) - SUB_BUCKETS;
  }

  private static double middleNanos(int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    int shift = bucket / SUB_BUCKETS - 1;
    return Math.scalb(SUB_BUCKETS + bucket % SUB_BUCKETS + 0.5, shift);
  }
}
