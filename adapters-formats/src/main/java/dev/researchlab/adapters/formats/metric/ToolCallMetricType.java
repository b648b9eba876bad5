package dev.researchlab.adapters.formats.metric;

import dev.researchlab.adapters.formats.metric.ToolCallMetric.Arguments;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.ports.driven.metric.MetricType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code tool_call}: 1 where the model asked for exactly the calls that are expected, in any order,
 * else 0.
 *
 * <p>An expected answer is JSON: one call {@code {"name": ..., "arguments": {...}}}, or a list of
 * calls that are expected together, an empty one where no tool is to be called. Several expected
 * answers are alternatives.
 *
 * <p>Parameter: {@code arguments}, how arguments are compared: {@code exact} (the default), equal
 * as JSON, where numbers are equal by value and the order of keys does not matter; {@code subset},
 * those expected are there, at every depth, and others may be; {@code ignore}, by the names of the
 * tools alone.
 */
public final class ToolCallMetricType implements MetricType {

  private static final String ARGUMENTS = "arguments";

  private static final List<String> MODES =
      Stream.of(Arguments.values()).map(mode -> mode.name().toLowerCase(Locale.ROOT)).toList();

  @Override
  public String name() {
    return "tool_call";
  }

  @Override
  public Metric create(MetricDefinition definition) {
    for (String parameter : definition.parameters().keySet()) {
      if (!parameter.equals(ARGUMENTS)) {
        throw new InvalidException(
            parameter,
            "tool_call has no such parameter" + didYouMean(parameter, List.of(ARGUMENTS)));
      }
    }
    String mode = definition.parameters().getOrDefault(ARGUMENTS, "exact");
    if (!MODES.contains(mode)) {
      throw new InvalidException(ARGUMENTS, "cannot be '" + mode + "'" + didYouMean(mode, MODES));
    }
    return new ToolCallMetric(definition, Arguments.valueOf(mode.toUpperCase(Locale.ROOT)));
  }

  private static String didYouMean(String name, List<String> names) {
    return NearestName.of(name, names).map(it -> "; did you mean '" + it + "'?").orElse(";")
        + " there are: "
        + String.join(", ", names);
  }
}
