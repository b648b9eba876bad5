package dev.researchlab.domain.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentStatusTest {

  /** One row for each status: what it may become, in the order of the constants. */
  @ParameterizedTest
  @CsvSource({
    "DRAFT, 'RUNNING ARCHIVED'",
    "RUNNING, 'PAUSED COMPLETED STOPPED FAILED'",
    "PAUSED, 'RUNNING STOPPED FAILED'",
    "COMPLETED, 'RUNNING ARCHIVED'",
    "STOPPED, 'RUNNING ARCHIVED'",
    "FAILED, 'RUNNING ARCHIVED'",
    "ARCHIVED, ''"
  })
  void mayBecomeWhatTheTableSaysAndNothingElse(ExperimentStatus status, String successors) {
    String allowed =
        String.join(
            " ",
            Stream.of(ExperimentStatus.values())
                .filter(status::mayBecome)
                .map(Enum::name)
                .toList());
    assertThat(allowed).isEqualTo(successors);
  }
}
