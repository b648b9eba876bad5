package dev.researchlab.domain.metric;

import dev.researchlab.domain.InvalidException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The metrics that come with the laboratory, by their types. */
public final class BuiltInMetrics {

  private static final Map<String, Function<MetricDefinition, Metric>> BY_TYPE = byType();

  private BuiltInMetrics() {}

  /** The types there are, simplest first. */
  public static Set<String> types() {
    return BY_TYPE.keySet();
  }

  /**
   * Makes a metric of its definition, ready to score.
   *
   * @throws InvalidException if there is no such type, or if a parameter is unknown to the type,
   *     missing, or has a value that cannot be
   */
  public static Metric create(MetricDefinition definition) {
    Function<MetricDefinition, Metric> make = BY_TYPE.get(definition.type());
    if (make == null) {
      throw new InvalidException(
          "type",
          "there is no metric type "
              + definition.type()
              + Parameters.suggestion(definition.type(), types())
              + "; there are "
              + String.join(", ", types()));
    }
    return make.apply(definition);
  }

  private static Map<String, Function<MetricDefinition, Metric>> byType() {
    Map<String, Function<MetricDefinition, Metric>> metrics = new LinkedHashMap<>();
    metrics.put("exact_match", ExactMatch::of);
    metrics.put("contains", Contains::of);
    metrics.put("regex", RegexMatch::of);
    metrics.put("numeric_answer", NumericAnswer::of);
    metrics.put("multiple_choice", MultipleChoice::of);
    metrics.put("squad_em", SquadExactMatch::of);
    metrics.put("squad_f1", SquadF1::of);
    return Collections.unmodifiableMap(metrics);
  }
}
