package dev.researchlab.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void doesNotWaitForGoodWhereNobodyEndsATurn() {
    Turns turns = new Turns(1, Duration.ofMillis(10));
    turns.begin();

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> turns.during(() -> "asked"))
        .withMessageContaining("all 1 connections to S3 have been in use");
    turns.end();
    assertThat(turns.<String>during(() -> "asked")).isEqualTo("asked");
  }

  @Test
  void endsATurnThatFails() {
    Turns turns = new Turns(1, Duration.ofMillis(10));

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  turns.during(
                      () -> {
                        throw new IllegalStateException("failed");
                      }));
    }
  }

  @Test
  void leavesTheMarkOfAnInterruption() {
    Turns turns = new Turns(1, Duration.ofMinutes(1));
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(turns::begin)
        .withMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
