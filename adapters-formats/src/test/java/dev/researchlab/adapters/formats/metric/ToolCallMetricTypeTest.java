package dev.researchlab.adapters.formats.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.ports.driven.metric.MetricType;
import dev.researchlab.ports.testkit.metric.MetricTypeContract;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallMetricTypeTest extends MetricTypeContract {

  private static final Sample SAMPLE =
      Sample.of(
          "s",
          "weather?",
          "{\"name\": \"weather\", \"arguments\": {\"city\": \"Paris\", \"days\": 2}}");

  private static MetricDefinition with(Map<String, String> parameters) {
    return new MetricDefinition("calls", "tool_call", parameters);
  }

  @Override
  protected MetricType type() {
    return new ToolCallMetricType();
  }

  @Override
  protected MetricDefinition working() {
    return with(Map.of("arguments", "subset"));
  }

  @Override
  protected Map<String, MetricDefinition> broken() {
    return Map.of("arguments", with(Map.of("arguments", "most")));
  }

  @Override
  protected Sample sample() {
    return SAMPLE;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exact  | weather | {"days": 2, "city": "Paris"}             | 1
          exact  | weather | {"days": 2, "city": "Paris", "unit": ""} | 0
          subset | weather | {"days": 2, "city": "Paris", "unit": ""} | 1
          subset | weather | {"days": 3, "city": "Paris"}             | 0
          ignore | weather | {}                                       | 1
          ignore | news    | {"days": 2, "city": "Paris"}             | 0
          exact  | weather | {"days": 2                               | 0
          """)
  void comparesTheCallWithTheExpectedOne(
      String compared, String name, String arguments, double value) {
    Score score =
        type()
            .create(with(Map.of("arguments", compared)))
            .score("", List.of(new ToolCall("1", name, arguments)), SAMPLE);

    assertThat(score).isInstanceOf(Score.Value.class);
    assertThat(((Score.Value) score).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name": "add", "arguments": {"a": 1, "b": [2.50]}} | {"b": [2.5], "a": 1.0} | 1
          {"name": "add", "arguments": {"a": 1}}              | {"a": 1e0}             | 1
          {"name": "add", "arguments": {"a": 1}}              | {"a": "1"}             | 0
          {"name": "add", "arguments": {"a": [1, 2]}}         | {"a": [2, 1]}          | 0
          {"name": "add", "arguments": {"a": null}}           | {}                     | 0
          {"name": "add", "arguments": {}}                    | ''                     | 1
          {"name": "add"}                                     | {}                     | 1
          {"name": "add"}                                     | {"a": 1}               | 0
          {"name": "add", "arguments": "{\\"a\\": 1}"}    | {"a": 1}               | 1
          {"name": "add", "arguments": {"a": 1}}              | [1]                    | 0
          """)
  void comparesArgumentsByWhatTheyMean(String expected, String arguments, double value) {
    assertThat(value("exact", expected, new ToolCall("1", "add", arguments))).isEqualTo(value);
  }

  @Test
  void findsACallTooManyWrong() {
    String expected = "{\"name\": \"weather\", \"arguments\": {\"city\": \"Paris\"}}";

    assertThat(value("exact", expected, weather("Paris"))).isEqualTo(1);
    assertThat(value("exact", expected, weather("Paris"), weather("Rome"))).isZero();
    assertThat(value("exact", expected, weather("Paris"), weather("Paris"))).isZero();
  }

  @Test
  void expectsAllCallsOfAListInAnyOrder() {
    String both =
        """
        [{"name": "weather", "arguments": {"city": "Paris"}},
         {"name": "weather", "arguments": {"city": "Rome"}}]
        """;

    assertThat(value("exact", both, weather("Rome"), weather("Paris"))).isEqualTo(1);
    assertThat(value("exact", both, weather("Rome"), weather("Rome"))).isZero();
    assertThat(value("exact", both, weather("Rome"))).isZero();
    assertThat(value("exact", "[]")).isEqualTo(1);
    assertThat(value("exact", "[]", weather("Rome"))).isZero();
  }

  @Test
  void findsTheCallsOfAListEvenWhereOneFitsSeveral() {
    String anyAndParis =
        """
        [{"name": "weather"}, {"name": "weather", "arguments": {"city": "Paris"}}]
        """;

    assertThat(value("subset", anyAndParis, weather("Paris"), weather("Rome"))).isEqualTo(1);
    assertThat(value("subset", anyAndParis, weather("Rome"), weather("Paris"))).isEqualTo(1);
    assertThat(value("subset", anyAndParis, weather("Rome"), weather("Oslo"))).isZero();
  }

  @Test
  void comparesManyCallsThatFitManyInTime() {
    String many = "[" + "{\"name\": \"weather\"},".repeat(199) + "{\"name\": \"news\"}]";
    ToolCall[] calls = new ToolCall[200];
    Arrays.fill(calls, weather("Rome"));

    assertThat(value("subset", many, calls)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "weather",
        "{}",
        "{\"name\": 1}",
        "{\"name\": \"a\", \"arguments\": 1}",
        "{\"name\": \"a\", \"arguments\": \"x\"}",
        "[1]"
      })
  void leavesWhatItCannotExpectUnscoredWhateverTheAnswer(String expected) {
    Sample sample =
        new Sample("s", Map.of(), List.of("{\"name\": \"weather\"}", expected), Map.of());
    Metric metric = type().create(with(Map.of("arguments", "ignore")));

    assertThat(metric.score("", List.of(weather("Rome")), sample))
        .isInstanceOf(Score.Unscored.class);
    assertThat(metric.score("", List.of(), sample)).isInstanceOf(Score.Unscored.class);
  }

  @Test
  void findsNoCallWrongAndNothingExpectedUnscored() {
    assertThat(type().create(working()).score("It rains.", List.of(), SAMPLE))
        .isEqualTo(Score.correct(false, null));
    assertThat(
            type()
                .create(working())
                .score("", List.of(), new Sample("s", Map.of(), List.of(), Map.of())))
        .isInstanceOf(Score.Unscored.class);
  }

  private static ToolCall weather(String city) {
    return new ToolCall("", "weather", "{\"city\": \"" + city + "\"}");
  }

  private double value(String compared, String expected, ToolCall... calls) {
    Score score =
        type()
            .create(with(Map.of("arguments", compared)))
            .score("", List.of(calls), Sample.of("s", "q", expected));
    return ((Score.Value) score).value();
  }
}
