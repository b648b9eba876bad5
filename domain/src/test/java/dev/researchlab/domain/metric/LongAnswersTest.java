package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two million characters take a tenth of a second each; a quadratic step would take hours. */
class LongAnswersTest {

  private static final int LENGTH = 2_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " ",
        "\n",
        "1",
        "1,",
        "1/",
        "A ",
        "answer ",
        "answer is A or ",
        "A:\n",
        "(A) ",
        ".",
        "A, ",
        "1e",
        "the ",
        "$-",
        "\u00A0",
        "0.",
        "answer:::",
        "A is the "
      })
  void areScoredInLinearTime(String piece) {
    String answer = piece.repeat(LENGTH / piece.length());
    String expected = "a".repeat(LENGTH / 2) + "b";
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          assertThat(Scoring.by("exact_match", "ignore_case", "true").value(answer, expected))
              .isZero();
          assertThat(Scoring.by("contains").value(answer, expected)).isZero();
          assertThat(Scoring.by("numeric_answer").value(answer, "18")).isZero();
          assertThat(Scoring.by("numeric_answer", "anchor", "A:").value(answer, "18")).isZero();
          assertThat(Scoring.by("multiple_choice").value(answer, "B")).isZero();
          assertThat(Scoring.by("multiple_choice", "anchor", "A:").value(answer, "B")).isZero();
          assertThat(Scoring.by("squad_f1").value(answer, "x")).isZero();
        });
  }
}
