package dev.researchlab.adapters.formats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.Answer;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.ports.driven.metric.MetricType;
import dev.researchlab.ports.testkit.metric.MetricTypeContract;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallMetricTypeTest extends MetricTypeContract {

  private static MetricDefinition by(String arguments) {
    return new MetricDefinition("calls", "tool_call", Map.of("arguments", arguments));
  }

  @Override
  protected MetricType type() {
    return new ToolCallMetricType();
  }

  @Override
  protected MetricDefinition working() {
    return by("exact");
  }

  @Override
  protected Map<String, MetricDefinition> broken() {
    return Map.of("arguments", by("exakt"));
  }

  @Override
  protected Sample sample() {
    return expecting("{\"name\": \"f\", \"arguments\": {}}");
  }

  private static Sample expecting(String... expected) {
    return new Sample("1", Map.of(), List.of(expected), Map.of());
  }

  /** Calls as {@code name arguments}. */
  private static Answer calls(String... calls) {
    return new Answer(
        "",
        Stream.of(calls)
            .map(call -> call.split(" ", 2))
            .map(call -> new ToolCall("c", call[0], call[1]))
            .toList());
  }

  private Score score(String arguments, Answer answer, String... expected) {
    return type().create(by(arguments)).score(answer, expecting(expected));
  }

  private double value(String arguments, Answer answer, String... expected) {
    return ((Score.Value) score(arguments, answer, expected)).value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": 1}              | {\"a\": 1}                     | 1 | 1",
        "{\"a\": 1, \"b\": [2]}  | { \"b\":[2.0], \"a\":1e0 }     | 1 | 1",
        "{\"a\": 1}              | {\"a\": 2}                     | 0 | 0",
        "{\"a\": 1}              | {\"a\": \"1\"}                 | 0 | 0",
        "{\"a\": null}           | {}                             | 0 | 0",
        "{}                      | {\"a\": null}                  | 0 | 1",
        "{\"a\": 1}              | {\"a\": 1, \"b\": 2}           | 0 | 1",
        "{\"a\": {\"b\": 1}}     | {\"a\": {\"b\": 1, \"c\": 2}}  | 0 | 1",
        "{\"a\": [1]}            | {\"a\": [1, 2]}                | 0 | 0",
        "{\"a\": [1, 2]}         | {\"a\": [2, 1]}                | 0 | 0",
        "{}                      | ``                             | 1 | 1",
        "{}                      | {                              | 0 | 0",
        "{}                      | []                             | 0 | 0",
        "{}                      | {\"a\": 1, \"a\": 2}           | 0 | 0"
      })
  void comparesArguments(String expected, String given, double exact, double subset) {
    String call = "{\"name\": \"f\", \"arguments\": " + expected + "}";

    assertThat(value("exact", calls("f " + given), call)).isEqualTo(exact);
    assertThat(value("subset", calls("f " + given), call)).isEqualTo(subset);
    assertThat(value("ignore", calls("f " + given), call)).isEqualTo(1);
    assertThat(value("ignore", calls("g " + given), call)).isEqualTo(0);
  }

  @Test
  void wantsAllCallsOfAListInAnyOrderAndNoOther() {
    String both =
        "[{\"name\": \"f\", \"arguments\": {}}, {\"name\": \"f\", \"arguments\": {\"a\": 1}}]";

    assertThat(value("exact", calls("f {\"a\": 1}", "f {}"), both)).isEqualTo(1);
    assertThat(value("exact", calls("f {}", "f {}"), both)).isEqualTo(0);
    assertThat(value("exact", calls("f {}"), both)).isEqualTo(0);
    assertThat(value("exact", calls("f {}", "f {\"a\": 1}", "f {}"), both)).isEqualTo(0);
    // The first expected call is served by either given one, the second by one of them alone.
    assertThat(value("subset", calls("f {\"a\": 1}", "f {\"b\": 1}"), both)).isEqualTo(1);
    assertThat(value("subset", calls("f {\"b\": 1}", "f {\"b\": 1}"), both)).isEqualTo(0);
  }

  @Test
  void takesSeveralExpectedAnswersForAlternatives() {
    String f = "{\"name\": \"f\"}";
    String g = "{\"name\": \"g\"}";

    assertThat(value("exact", calls("g {}"), f, g)).isEqualTo(1);
    assertThat(value("exact", calls("f {}", "g {}"), f, g)).isEqualTo(0);
  }

  @Test
  void canExpectThatNothingIsCalled() {
    assertThat(value("exact", new Answer("It is sunny."), "[]")).isEqualTo(1);
    assertThat(value("exact", calls("f {}"), "[]")).isEqualTo(0);
  }

  @Test
  void showsWhatWasCalled() {
    assertThat(score("exact", calls("f {\"a\":1}", "g {"), "[]"))
        .isEqualTo(new Score.Value(0, "f({\"a\":1}), g({)"));
    assertThat(score("exact", new Answer("f({})"), "{\"name\": \"f\"}"))
        .isEqualTo(new Score.Value(0, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"f", "{}", "{\"name\": 1}", "{\"name\": \"f\", \"arguments\": []}", "[1]", "7"})
  void doesNotScoreWhereTheExpectedAnswerIsNoCall(String expected) {
    assertThat(score("exact", calls("f {}"), expected)).isInstanceOf(Score.Unscored.class);
    assertThat(score("exact", calls("f {}"))).isInstanceOf(Score.Unscored.class);
  }

  @Test
  void suggestsTheModeThatWasMeant() {
    assertThatThrownBy(() -> type().create(by("sub")))
        .hasMessage("arguments: cannot be 'sub'; there are: exact, subset, ignore");
    assertThatThrownBy(() -> type().create(by("subsets")))
        .hasMessageContaining("did you mean 'subset'?");
  }
}
