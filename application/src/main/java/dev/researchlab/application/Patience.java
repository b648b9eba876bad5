package dev.researchlab.application;

import dev.researchlab.domain.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run outlast a store that does not answer for a while: what it could not do is tried again
 * until it can, so that nothing that was paid for is lost to a restart of a database.
 */
final class Patience {

  /** Long enough for somebody to see it and mend it. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final CountDownLatch givingUp;
  private volatile @Nullable String waitingFor;

  /**
   * @param givingUp ends all patience when it is counted down
   */
  Patience(InstantSource clock, CountDownLatch givingUp) {
    this.clock = clock;
    this.givingUp = givingUp;
  }

  /** What does not answer now, in one sentence; null where everything does. */
  @Nullable String waitingFor() {
    return waitingFor;
  }

  /**
   * Does the work, again and again while a store is unavailable.
   *
   * @throws UnavailableException if it still was after {@link #LONGEST}, or when giving up
   */
  <T extends @Nullable Object> T with(Supplier<T> work) {
    Instant since = null;
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        T result = work.get();
        waitingFor = null;
        return result;
      } catch (UnavailableException e) {
        waitingFor = e.getMessage();
        Instant now = clock.instant();
        since = since == null ? now : since;
        if (Duration.between(since, now).compareTo(LONGEST) >= 0 || givesUpWithin(pause)) {
          throw e;
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
    }
  }

  private boolean givesUpWithin(Duration pause) {
    try {
      return givingUp.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
