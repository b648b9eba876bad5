package dev.researchlab.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric with its parameters.
 *
 * @param reducer of epochs: mean, majority, pass@k or pass^k
 */
public record Metric(
    @Nullable String name, String type, Map<String, String> parameters, @Nullable String reducer) {
  public Metric {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }

  /** A metric with its default parameters. */
  public static Metric of(String type) {
    return new Metric(null, type, Map.of(), null);
  }
}
