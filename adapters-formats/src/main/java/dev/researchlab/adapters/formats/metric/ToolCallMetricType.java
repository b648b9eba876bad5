package dev.researchlab.adapters.formats.metric;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.ports.driven.metric.MetricType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code tool_call}: 1 where the model wants a tool called as one of the expected answers says,
 * else 0. An expected answer is JSON of the form {@code {"name": "...", "arguments": {...}}}.
 *
 * <p>Parameter: {@code arguments}, how they are compared: {@code exact} (the default), the same
 * JSON value; {@code subset}, every expected argument is there and equal; {@code ignore}.
 */
public final class ToolCallMetricType implements MetricType {

  private enum Arguments {
    EXACT,
    SUBSET,
    IGNORE
  }

  @Override
  public String name() {
    return "tool_call";
  }

  @Override
  public Metric create(MetricDefinition definition) {
    for (String parameter : definition.parameters().keySet()) {
      if (!parameter.equals("arguments")) {
        throw new InvalidException(parameter, "tool_call has no such parameter; it has: arguments");
      }
    }
    String text = definition.parameters().getOrDefault("arguments", "exact");
    for (Arguments arguments : Arguments.values()) {
      if (arguments.name().toLowerCase(Locale.ROOT).equals(text)) {
        return new ToolCallMetric(definition, arguments);
      }
    }
    throw new InvalidException(
        "arguments", "cannot be '" + text + "'; there are: exact, subset, ignore");
  }

  private record ToolCallMetric(MetricDefinition definition, Arguments compared) implements Metric {

    @Override
    public Scale scale() {
      return Scale.BINARY;
    }

    @Override
    public Score score(String answer, Sample sample) {
      return score(answer, List.of(), sample);
    }

    @Override
    public Score score(String answer, List<ToolCall> toolCalls, Sample sample) {
      if (sample.expected().isEmpty()) {
        return new Score.Unscored("the sample has no expected tool call");
      }
      for (String expected : sample.expected()) {
        Optional<JsonNode> call =
            StrictJson.whole(expected).filter(it -> it.path("name").isString());
        if (call.isEmpty()) {
          return new Score.Unscored(
              "the expected answer is not of the form {\"name\": ..., \"arguments\": {...}}");
        }
        if (toolCalls.stream().anyMatch(it -> isAsExpected(it, call.get()))) {
          return Score.correct(true, call.get().path("name").stringValue());
        }
      }
      return Score.correct(false, toolCalls.isEmpty() ? null : toolCalls.getFirst().name());
    }

    private boolean isAsExpected(ToolCall call, JsonNode expected) {
      if (!call.name().equals(expected.path("name").stringValue())) {
        return false;
      }
      JsonNode wanted = expected.path("arguments");
      return switch (compared) {
        case IGNORE -> true;
        case EXACT -> StrictJson.whole(call.arguments()).filter(wanted::equals).isPresent();
        case SUBSET ->
            StrictJson.whole(call.arguments())
                .filter(
                    given ->
                        wanted.properties().stream()
                            .allMatch(it -> it.getValue().equals(given.get(it.getKey()))))
                .isPresent();
      };
    }
  }
}
