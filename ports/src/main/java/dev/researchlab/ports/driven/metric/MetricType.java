package dev.researchlab.ports.driven.metric;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;

/** A kind of metric that the core does not bring: it makes metrics from their definitions. */
public interface MetricType {

  /** The name by which definitions choose it; unique in a lab and none of the built-in ones. */
  String name();

  /**
   * A metric with the parameters of the definition.
   *
   * @throws InvalidException if a parameter is unknown, missing or has a bad value; the path names
   *     it
   */
  Metric create(MetricDefinition definition);
}
