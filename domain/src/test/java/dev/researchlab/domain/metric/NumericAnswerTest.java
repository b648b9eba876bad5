package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericAnswerTest {

  private final Scoring last = Scoring.by("numeric_answer");
  private final Scoring anchored =
      Scoring.by("numeric_answer", "anchor", "A:", "expected_anchor", "####");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "18 | 18 | 18",
        "The answer is 18. | 18 | 18",
        "18.0 | 18.0 | 18",
        "it costs $1,234,567.50 | $1,234,567.50 | 1234567.5",
        "€3 | €3 | 3",
        "£.50 | £.50 | 0.5",
        "-$5 | -$5 | -5",
        "$-5 | -5 | -5",
        "x=-5 | -5 | -5",
        "+7 | +7 | 7",
        "\u22127 | \u22127 | -7",
        "10-3 | 3 | 3",
        "(4)-3 | 3 | 3",
        "COVID-19 | 19 | 19",
        "50% | 50 | 50",
        "1e3 | 1e3 | 1000",
        "2.5E-3 kg | 2.5E-3 | 0.0025",
        "1e3x | 3 | 3",
        "5em | 5 | 5",
        "1,23 | 23 | 23",
        "1, 2, 3 | 3 | 3",
        "1234,567 | 567 | 567",
        "1,2345 | 2345 | 2345",
        "v1.2.3 | 3 | 3",
        "half is 1/2 | 1/2 | 0.5",
        "-1/4 | -1/4 | -0.25",
        "1/3 | 1/3 | 2/6",
        "7/0 | 0 | 0",
        "on 12/25/2020 | 2020 | 2020",
        "<<27*3=81>>81 | 81 | 81",
        "\\boxed{18} | 18 | 18",
        "１２ | １２ | 12",
        "٣٤ | ٣٤ | 34",
        "\uD835\uDFCF\uD835\uDFD6 | \uD835\uDFCF\uD835\uDFD6 | 18",
        "000 | 000 | 0",
        "007 | 007 | 7",
        "0.10 | 0.10 | .1"
      })
  void readsTheLastNumber(String answer, String extracted, String expected) {
    assertThat(last.scored(answer, expected)).isEqualTo(new Score.Value(1, extracted));
  }

  @Test
  void comparesExactlyUnlessAToleranceIsGiven() {
    assertThat(last.value("0.30000000000000004", "0.3")).isZero();
    assertThat(last.value("18", "17", "18")).isEqualTo(1);
    assertThat(last.value("9007199254740993", "9007199254740992")).isZero();

    Scoring absolute = Scoring.by("numeric_answer", "tolerance", "0.01");
    assertThat(absolute.value("3.15", "3.14")).isEqualTo(1);
    assertThat(absolute.value("3.1501", "3.14")).isZero();

    Scoring relative = Scoring.by("numeric_answer", "relative_tolerance", "0.01");
    assertThat(relative.value("-101", "-100")).isEqualTo(1);
    assertThat(relative.value("102", "100")).isZero();
    assertThat(relative.value("0.001", "0")).isZero();
  }

  @Test
  void anAnswerWithoutANumberIsWrong() {
    assertThat(last.scored("I do not know.", "18")).isEqualTo(new Score.Value(0, null));
    assertThat(last.scored("", "18")).isEqualTo(new Score.Value(0, null));
  }

  @Test
  void anExpectedAnswerWithoutANumberCannotBeScored() {
    assertThat(last.reason("18", "eighteen"))
        .isEqualTo("there is no number in the expected answer");
    assertThat(anchored.reason("A: 18", "18"))
        .isEqualTo("there is no number in the expected answer");
    assertThat(last.value("18", "eighteen", "18")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "A: 18 | 18",
        "A:18 | 18",
        "\u00A0 A: $18. | $18",
        "A: 18 eggs at 2 dollars | 18",
        "A: 17\\nA: 18 | 18",
        "A: 17\\r\\nA: 18\\r\\nas I said 3 times | 18",
        "A:\\n\\n18 | 18",
        "A: 36/2 | 36/2",
        "Job A: 2000 hours\\nA: 18 | 18"
      })
  void readsTheNumberAfterTheLastAnchor(String answer, String extracted) {
    String text = answer.replace("\\n", "\n").replace("\\r", "\r");

    assertThat(anchored.scored(text, "so it is 17 + 1\n#### 18"))
        .isEqualTo(new Score.Value(1, extracted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the answer is 18",
        "Job A: 18 hours",
        "A: none\n18",
        "A: 18\nA: unknown",
        "A:",
        "a: 18",
        ""
      })
  void withoutANumberAfterTheAnchorTheAnswerIsWrong(String answer) {
    assertThat(anchored.scored(answer, "#### 18")).isEqualTo(new Score.Value(0, null));
  }

  @Test
  void anAnchoredFractionIsNotReadAsItsNumerator() {
    assertThat(anchored.value("A: 1/5", "#### 1")).isZero();
    assertThat(anchored.value("A: 1/5", "#### 0.2")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.01"})
  void hugeExponentsAreComparedAtOnce(String tolerance) {
    Scoring scoring =
        Scoring.by("numeric_answer", "tolerance", tolerance, "relative_tolerance", tolerance);

    for (String huge :
        new String[] {
          "1e999999999", "-1e-999999999", "1e99999999999999999999", "1e999999999/1e-999999999"
        }) {
      assertThat(scoring.value(huge, "18")).isZero();
      assertThat(scoring.value("18", huge)).isZero();
      assertThat(scoring.value(huge, huge)).isEqualTo(1);
    }
  }

  @Test
  void numbersOfMillionsOfDigitsAreReadInTheirFirstThousand() {
    String digits = "3".repeat(5_000_000);

    assertThat(last.value("0." + digits, "1/3")).isEqualTo(1);
    assertThat(last.value(digits, "3")).isZero();
    assertThat(last.value(digits, digits)).isEqualTo(1);
    assertThat(last.value(digits + "3", digits)).isZero();
    assertThat(last.value("18." + "0".repeat(5_000_000), "18")).isEqualTo(1);
    assertThat(last.value("0".repeat(5_000_000) + "18", "18")).isEqualTo(1);
    assertThat(last.value("1," + digits + "/" + digits + "/2", "2")).isEqualTo(1);
  }

  @Test
  void refusesAToleranceOfMoreDigitsThanAnybodyMeans() {
    assertThatThrownBy(
            () -> Scoring.by("numeric_answer", "tolerance", "0." + "1".repeat(1_000_000)))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("tolerance: is too long");
  }
}
