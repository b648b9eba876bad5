package dev.researchlab.adapters.formats.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.ports.driven.metric.MetricType;
import dev.researchlab.ports.testkit.metric.MetricTypeContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void findsNoCallWrongAndAnUnreadableExpectationUnscored() {
    assertThat(type().create(working()).score("It rains.", List.of(), SAMPLE))
        .isEqualTo(Score.correct(false, null));
    assertThat(
            type()
                .create(working())
                .score("", List.of(), Sample.of("s", "weather?", "call the weather")))
        .isInstanceOf(Score.Unscored.class);
  }
}
