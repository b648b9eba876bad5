package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

  private final StringWriter shown = new StringWriter();

  private ProgressDisplay display(int width, boolean quiet) {
    return new ProgressDisplay(new PrintWriter(shown), width, quiet);
  }

  private static RunProgress progress(long answered, long missing, int seconds) {
    return progress(answered, missing, seconds, null);
  }

  private static RunProgress progress(
      long answered, long missing, int seconds, @Nullable String waitingFor) {
    return new RunProgress(
        RunStatus.RUNNING,
        1_000,
        answered,
        missing,
        20,
        7,
        new TokenUsage(0, 0),
        new BigDecimal("0.01234"),
        Duration.ofSeconds(seconds),
        waitingFor,
        List.of());
  }

  @Test
  void saysWhichStoreIsWaitedFor() {
    assertThat(ProgressDisplay.line(progress(240, 10, 50, "PostgreSQL does not answer"), false))
        .isEqualTo(
            "250/1,000  25 %  5.0/s  10 errors  7 retries  $0.0123"
                + "  waiting: PostgreSQL does not answer");
  }

  @Test
  void tellsShareRateErrorsCostAndTimeLeft() {
    assertThat(ProgressDisplay.line(progress(240, 10, 50), true))
        .isEqualTo(
            "██████░░░░░░░░░░░░░░░░░░ 250/1,000  25 %  5.0/s  10 errors  7 retries  $0.0123"
                + "  2:30 left");
  }

  @Test
  void drawsOneLineAgainAndAgainOnATerminalAndKeepsToItsWidth() {
    try (ProgressDisplay display = display(40, false)) {
      display.show(progress(1, 0, 1));
      display.show(progress(2, 0, 2));
    }
    String[] drawn = shown.toString().split("\r", -1);
    assertThat(drawn).hasSize(3);
    assertThat(drawn[2]).startsWith("\u001b[K").hasSize(3 + 39 + System.lineSeparator().length());
  }

  @Test
  void writesALineNowAndThenElsewhere() {
    try (ProgressDisplay display = display(0, false)) {
      for (int second = 1; second <= 12; second++) {
        display.show(progress(second, 0, second));
      }
      display.show(progress(1_000, 0, 13));
      display.show(progress(1_000, 0, 13));
    }
    assertThat(shown.toString().lines())
        .hasSize(3)
        .noneMatch(line -> line.contains("\u001b") || line.contains("█"));
    assertThat(shown.toString().lines().toList().getLast()).startsWith("1,000/1,000 100 %");
  }

  @Test
  void isSilentWhereItIsAskedToBe() {
    try (ProgressDisplay display = display(80, true)) {
      display.show(progress(1_000, 0, 1));
    }
    assertThat(shown.toString()).isEmpty();
  }
}
