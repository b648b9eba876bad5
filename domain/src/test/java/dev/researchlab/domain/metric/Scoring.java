package dev.researchlab.domain.metric;

import dev.researchlab.domain.dataset.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scores answers in tests by a metric's type and parameters. */
record Scoring(Metric metric) {

  static Scoring by(String type, String... namesAndValues) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Scoring(BuiltInMetrics.create(new MetricDefinition("m", type, parameters)));
  }

  Score score(String answer, String... expected) {
    return metric.score(answer, new Sample("1", Map.of(), List.of(expected), Map.of()));
  }

  double value(String answer, String... expected) {
    return scored(answer, expected).value();
  }

  Score.Value scored(String answer, String... expected) {
    return (Score.Value) score(answer, expected);
  }

  String reason(String answer, String... expected) {
    return ((Score.Unscored) score(answer, expected)).reason();
  }
}
