package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInMetricsTest {

  @Test
  void makesEveryTypeItNames() {
    for (String type : BuiltInMetrics.types()) {
      Map<String, String> parameters = type.equals("regex") ? Map.of("pattern", "\\d+") : Map.of();
      MetricDefinition definition = new MetricDefinition("m", type, parameters);

      Metric metric = BuiltInMetrics.create(definition);

      assertThat(metric.definition()).isEqualTo(definition);
      assertThat(metric.direction()).isEqualTo(Direction.HIGHER_IS_BETTER);
      assertThat(metric.scale())
          .isEqualTo(type.equals("squad_f1") ? Scale.CONTINUOUS : Scale.BINARY);
    }
    assertThat(BuiltInMetrics.types())
        .containsExactly(
            "exact_match",
            "contains",
            "regex",
            "numeric_answer",
            "multiple_choice",
            "squad_em",
            "squad_f1");
  }

  @ParameterizedTest
  @CsvSource({
    "exact_match",
    "contains",
    "numeric_answer",
    "multiple_choice",
    "squad_em",
    "squad_f1"
  })
  void aSampleWithoutAnExpectedAnswerIsNotWrong(String type) {
    assertThat(Scoring.by(type).reason("18")).isEqualTo("the sample has no expected answer");
  }

  @Test
  void anUnknownTypeIsNamedWithTheNearestOne() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("exact_mach"))
        .withMessage(
            "type: there is no metric type exact_mach (did you mean exact_match?); there are"
                + " exact_match, contains, regex, numeric_answer, multiple_choice, squad_em,"
                + " squad_f1");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("perplexity"))
        .withMessageStartingWith("type: there is no metric type perplexity; there are");
  }

  @Test
  void anUnknownParameterIsNamedWithTheNearestOne() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("contains", "ignorecase", "true"))
        .withMessage(
            "ignorecase: contains has no such parameter (did you mean ignore_case?); it takes"
                + " ignore_case");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("squad_em", "ignore_case", "true"))
        .withMessage("ignore_case: squad_em has no such parameter; it takes none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exact_match | ignore_case | yes | cannot be 'yes': it is true or false",
        "regex | pattern | [a | cannot be '[a': it is no regular expression, Unclosed"
            + " character class near character 2",
        "numeric_answer | tolerance | -1 | cannot be '-1': it is a number, 0 or above",
        "numeric_answer | tolerance | much | cannot be 'much': it is a number, 0 or" + " above",
        "numeric_answer | relative_tolerance | 1e999999999 | cannot be"
            + " '1e999999999': it is a number, 0 or above",
        "numeric_answer | anchor | ' ' | cannot be ' ': it is the text that a line starts"
            + " with, such as 'A:'",
        "multiple_choice | choices | A | cannot be 'A': it is 2 to 64 different letters,"
            + " such as ABCD",
        "multiple_choice | choices | ABa | cannot be 'ABa': it is 2 to 64 different"
            + " letters, such as ABCD",
        "multiple_choice | choices | 1234 | cannot be '1234': it is 2 to 64 different"
            + " letters, such as ABCD"
      })
  void aValueThatCannotBeIsExplained(String type, String name, String value, String message) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by(type, name, value))
        .withMessage(name + ": " + message);
  }

  @Test
  void flagsAreReadInAnyCase() {
    assertThat(Scoring.by("exact_match", "ignore_case", "True").value("PARIS", "Paris"))
        .isEqualTo(1);
  }
}
