package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.metric.BuiltInMetrics;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.ports.driven.metric.MetricType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes metrics from their definitions: those of the core, and those that were brought along. */
final class MetricRegistry {

  private final Map<String, MetricType> types = new HashMap<>();

  MetricRegistry(List<MetricType> brought) {
    for (MetricType type : brought) {
      if (BuiltInMetrics.types().contains(type.name()) || types.put(type.name(), type) != null) {
        throw new IllegalArgumentException("two metric types have the name '" + type.name() + "'");
      }
    }
  }

  Metric create(MetricDefinition definition) {
    MetricType type = types.get(definition.type());
    try {
      Metric metric = type != null ? type.create(definition) : BuiltInMetrics.create(definition);
      EpochReducer reducer = definition.epochReducer();
      if (reducer.needsBinaryScores() && metric.scale() != Scale.BINARY) {
        throw new InvalidException(
            "reducer",
            reducer
                + " needs scores of 0 or 1, and those of "
                + definition.type()
                + " lie between; use mean or majority");
      }
      return metric;
    } catch (InvalidException e) {
      throw e.in("metrics." + definition.name());
    }
  }

  List<Metric> create(List<MetricDefinition> definitions) {
    return definitions.stream().map(this::create).toList();
  }
}
