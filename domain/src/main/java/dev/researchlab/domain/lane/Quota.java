package dev.researchlab.domain.lane;

import dev.researchlab.domain.model.QuotaReading;
import java.util.concurrent.TimeUnit;

/**
 * One quota of a provider as a token bucket that is filled a little slower than the provider's own,
 * so that the provider's never runs dry. Its rate is told, or learned from what the provider says
 * beside its answers. Times are nanoseconds of one monotonic clock.
 */
final class Quota {

  /** The share of a known quota that is used: what is above it is lost to jitter and refusals. */
  static final double AIM = 0.97;

  /** Quotas of longer windows are budgets of a day; they are kept but not spread over the day. */
  private static final double LONGEST_PACED_WINDOW_SECONDS = 120;

  /** Of a reading that is worth anything: how many units of its rounding it spans. */
  private static final double LEAST_STEPS = 3;

  private static final double NANOS = 1e9;

  private final double most;
  private double perSecond;
  private double burst;
  private double bestSteps;
  private double level;
  private long filledAt;
  private long emptyUntil;

  /** A quota of an unknown rate. */
  Quota(long now) {
    this.most = Double.POSITIVE_INFINITY;
    this.perSecond = Double.POSITIVE_INFINITY;
    this.burst = Double.POSITIVE_INFINITY;
    this.level = Double.POSITIVE_INFINITY;
    this.filledAt = now;
    this.emptyUntil = now;
  }

  /** A quota of this much in a minute. */
  Quota(double perMinute, long now) {
    this.most = perMinute / TimeUnit.MINUTES.toSeconds(1) * AIM;
    this.perSecond = most;
    this.burst = burst(perSecond);
    this.level = burst;
    this.filledAt = now;
    this.emptyUntil = now;
  }

  /** A second's worth, less a tenth for calls that overtake each other on their way. */
  private static double burst(double perSecond) {
    return Math.max(1, perSecond * 0.9);
  }

  boolean paced() {
    return perSecond < Double.POSITIVE_INFINITY;
  }

  double perSecond() {
    return perSecond;
  }

  /** Nanoseconds until so much may be taken, 0 for now; more than ever fits is let through full. */
  long wait(double amount, long now) {
    if (emptyUntil - now > 0) {
      return emptyUntil - now;
    }
    fill(now);
    double missing = Math.min(amount, burst) - level;
    return missing > 0 ? (long) Math.ceil(missing / perSecond * NANOS) : 0;
  }

  void take(double amount, long now) {
    fill(now);
    level -= amount;
  }

  /** Corrects what was taken when it becomes known; negative gives back. */
  void correct(double more) {
    level = Math.min(burst, level - more);
  }

  private void fill(long now) {
    if (paced()) {
      level = Math.min(burst, level + (now - filledAt) / NANOS * perSecond);
    }
    filledAt = now;
  }

  /**
   * Learns from a reading.
   *
   * @param takenSince how much was taken after the call that brought the reading was sent
   * @param sentAt when that call was sent
   * @return whether the rate became another, by more than a twentieth
   */
  boolean learn(QuotaReading reading, double takenSince, long sentAt, long now) {
    fill(now);
    Long limit = reading.limit();
    boolean changed = false;
    if (limit != null && reading.reset() != null && limit > reading.remaining()) {
      changed = learnRate(limit, limit - reading.remaining(), reading.reset().toNanos() / NANOS);
    }
    if (reading.remaining() == 0 && reading.reset() != null && !paced()) {
      emptyUntil = now + reading.reset().toNanos();
    }
    if (paced()) {
      double filledSince = (now - sentAt) / NANOS * perSecond;
      level = Math.min(level, reading.remaining() - takenSince + filledSince);
    }
    return changed;
  }

  private boolean learnRate(long limit, long used, double resetSeconds) {
    // Both are rounded, so that little use and short resets say little: the best reading counts.
    boolean wholeSeconds = resetSeconds == Math.rint(resetSeconds);
    double steps = Math.min((double) used, resetSeconds / (wholeSeconds ? 1 : 0.001));
    if (steps < LEAST_STEPS || steps < 0.9 * bestSteps) {
      return false;
    }
    bestSteps = steps;
    double refill = (double) used / resetSeconds;
    if (limit / refill > LONGEST_PACED_WINDOW_SECONDS) {
      return false;
    }
    double learned = Math.min(most, refill * AIM);
    if (paced() && Math.abs(learned - perSecond) <= perSecond / 20) {
      return false;
    }
    perSecond = learned;
    burst = Math.min(burst(perSecond), Math.max(1, limit * 0.9));
    level = Math.min(level, burst);
    return true;
  }

  /** Asks for less after a refusal that should not have come. */
  void tighten() {
    if (burst > 2) {
      burst /= 2;
    } else {
      perSecond *= 0.95;
    }
    level = Math.min(level, 0);
  }
}
