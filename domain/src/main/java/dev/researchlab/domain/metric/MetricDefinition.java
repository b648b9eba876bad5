package dev.researchlab.domain.metric;

import dev.researchlab.domain.artifact.ContentHasher;
import java.util.Map;

/**
 * Which metric scores the answers, and how.
 *
 * @param name by which its scores are reported, unique in an experiment
 * @param type the kind of metric, such as {@code exact_match}
 * @param parameters of that kind, by their names
 */
public record MetricDefinition(String name, String type, Map<String, String> parameters) {

  public MetricDefinition {
    if (name.isBlank() || type.isBlank()) {
      throw new IllegalArgumentException("a metric has a name and a type");
    }
    parameters = Map.copyOf(parameters);
  }

  /** A metric with its default parameters, named by its type. */
  public static MetricDefinition of(String type) {
    return new MetricDefinition(type, type, Map.of());
  }

  /** Adds everything that determines a score to the hash. */
  public void addTo(ContentHasher hasher) {
    hasher.add(name).add(type).add(parameters);
  }
}
