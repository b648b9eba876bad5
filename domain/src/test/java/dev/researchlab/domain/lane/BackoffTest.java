package dev.researchlab.domain.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final SplittableRandom random = new SplittableRandom(20261123);
  private final Backoff backoff = new Backoff(Duration.ofMillis(500));

  @Test
  void drawsEvenlyBelowALimitThatDoubles() {
    for (int attempt = 1; attempt <= 7; attempt++) {
      double limit = 0.5 * Math.pow(2, attempt - 1);
      double sum = 0;
      for (int i = 0; i < 2_000; i++) {
        double seconds = backoff.delay(attempt, random).toNanos() / 1e9;
        assertThat(seconds).isBetween(0.0, limit);
        sum += seconds;
      }
      assertThat(sum / 2_000).isBetween(0.45 * limit, 0.55 * limit);
    }
  }

  @Test
  void neverWaitsLongerThanAMinute() {
    for (int attempt : new int[] {8, 30, 64, 1_000_000}) {
      assertThat(backoff.delay(attempt, random)).isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void waitsNotAtAllWithoutAFirstWait() {
    assertThat(new Backoff(Duration.ZERO).delay(5, random)).isZero();
  }
}
