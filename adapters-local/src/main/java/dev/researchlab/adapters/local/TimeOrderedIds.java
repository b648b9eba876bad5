package dev.researchlab.adapters.local;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, then 74
 * random bits. Each id is greater than the one before, also within a millisecond and when the clock
 * goes back. Thread-safe.
 */
public final class TimeOrderedIds implements Supplier<UUID> {

  private static final int HIGH_BITS = 12;
  private static final int LOW_BITS = 62;

  private final InstantSource clock;
  private final RandomGenerator random;
  private long millis;
  private int high;
  private long low;

  /**
   * @param random used by one thread at a time; ids of two processes differ as far as their
   *     generators do
   */
  public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public synchronized UUID get() {
    long now = clock.millis();
    if (now > millis) {
      millis = now;
      high = random.nextInt(1 << HIGH_BITS);
      low = random.nextLong() >>> (Long.SIZE - LOW_BITS);
    } else {
      step();
    }
    return new UUID(millis << 16 | 0x7 << HIGH_BITS | high, 1L << 63 | low);
  }

  /** Goes up by a random step, so that the next id cannot be guessed from this one. */
  private void step() {
    low += 1 + (random.nextInt() & 0xffff_ffffL);
    if (low >>> LOW_BITS != 0) {
      low &= (1L << LOW_BITS) - 1;
      high++;
    }
    if (high >>> HIGH_BITS != 0) {
      high = 0;
      millis++;
    }
  }
}
