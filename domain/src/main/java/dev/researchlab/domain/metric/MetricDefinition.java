package dev.researchlab.domain.metric;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHasher;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which metric scores the answers, and how.
 *
 * @param name by which its scores are reported, unique in an experiment
 * @param type the kind of metric, such as {@code exact_match}
 * @param parameters of that kind, by their names
 * @param reducer how the epochs of a sample become one value; null for the mean
 */
public record MetricDefinition(
    String name, String type, Map<String, String> parameters, @Nullable EpochReducer reducer) {

  public MetricDefinition {
    if (name.isBlank() || type.isBlank()) {
      throw new IllegalArgumentException("a metric has a name and a type");
    }
    parameters = Map.copyOf(parameters);
    reducer = EpochReducer.MEAN.equals(reducer) ? null : reducer;
  }

  /** A metric whose epochs are reduced to their mean. */
  public MetricDefinition(String name, String type, Map<String, String> parameters) {
    this(name, type, parameters, null);
  }

  /** A metric with its default parameters, named by its type. */
  public static MetricDefinition of(String type) {
    return new MetricDefinition(type, type, Map.of());
  }

  /** How the epochs of a sample become one value. */
  public EpochReducer epochReducer() {
    return Objects.requireNonNullElse(reducer, EpochReducer.MEAN);
  }

  /**
   * Refuses a reducer that speaks of more epochs than there are.
   *
   * @throws InvalidException naming the reducer
   */
  public void requireEpochs(int epochs) {
    if (epochReducer().k() > epochs) {
      throw new InvalidException(
          "metrics." + name + ".reducer",
          "%s needs %d epochs, and there %s; raise epochs or lower k"
              .formatted(reducer, epochReducer().k(), epochs == 1 ? "is 1" : "are " + epochs));
    }
  }

  /** Adds everything that determines a score, and the value of a sample, to the hash. */
  public void addTo(ContentHasher hasher) {
    hasher.add(name).add(type).add(parameters);
    if (reducer != null) {
      hasher.add(reducer);
    }
  }
}
