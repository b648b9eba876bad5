package dev.researchlab.adapters.formats.metric;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.ports.driven.metric.MetricType;
import java.util.Locale;

/**
 * {@code tool_call}: 1 where the model wants called what one of the expected answers says, and
 * nothing else, else 0. An expected answer is JSON: a call {@code {"name": "...", "arguments":
 * {...}}}, or a list of those that belong together, in any order; an empty list expects no call.
 *
 * <p>Parameter: {@code arguments}, how they are compared: {@code exact} (the default), the same
 * JSON value; {@code subset}, every expected argument is there and equal; {@code ignore}. Numbers
 * are equal by their value, and no arguments are an empty object.
 */
public final class ToolCallMetricType implements MetricType {

  /** How arguments are compared. */
  enum Arguments {
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
}
