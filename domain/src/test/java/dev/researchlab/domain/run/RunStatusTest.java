package dev.researchlab.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStatusTest {

  /** One row for each status: what it may become, in the order of the constants. */
  @ParameterizedTest
  @CsvSource({
    "PENDING, 'RUNNING STOPPED FAILED'",
    "RUNNING, 'PAUSED COMPLETED STOPPED FAILED'",
    "PAUSED, 'RUNNING STOPPED FAILED'",
    "COMPLETED, ''",
    "STOPPED, RUNNING",
    "FAILED, RUNNING"
  })
  void mayBecomeWhatTheTableSaysAndNothingElse(RunStatus status, String successors) {
    String allowed =
        String.join(
            " ", Stream.of(RunStatus.values()).filter(status::mayBecome).map(Enum::name).toList());
    assertThat(allowed).isEqualTo(successors);
  }

  @Test
  void neverBecomesPendingAgain() {
    assertThat(RunStatus.values()).noneMatch(status -> status.mayBecome(RunStatus.PENDING));
  }
}
