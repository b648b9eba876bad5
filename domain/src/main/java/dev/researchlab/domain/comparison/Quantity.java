package dev.researchlab.domain.comparison;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.metric.Direction;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Something that is summarised of every evaluation: a metric's score, or a measure of the call.
 *
 * @param measure whether it is a measure of the call, which a missing answer does not have
 * @param value NaN where the evaluation has none
 */
record Quantity(
    String name,
    Scale scale,
    Direction direction,
    boolean measure,
    ToDoubleFunction<Evaluation> value) {

  /** The metrics in their order, then latency in seconds, tokens, and cost in US dollars. */
  static List<Quantity> of(List<Metric> metrics) {
    List<Quantity> quantities = new ArrayList<>();
    for (Metric metric : metrics) {
      String name = metric.definition().name();
      quantities.add(
          new Quantity(
              name,
              metric.scale(),
              metric.direction(),
              false,
              evaluation -> score(evaluation, name)));
    }
    quantities.add(measure("latency_seconds", Quantity::latency));
    quantities.add(measure("input_tokens", evaluation -> tokens(evaluation, true)));
    quantities.add(measure("output_tokens", evaluation -> tokens(evaluation, false)));
    quantities.add(measure("cost_usd", Quantity::cost));
    return quantities;
  }

  private static Quantity measure(String name, ToDoubleFunction<Evaluation> value) {
    return new Quantity(name, Scale.CONTINUOUS, Direction.LOWER_IS_BETTER, true, value);
  }

  private static double score(Evaluation evaluation, String name) {
    return evaluation.scores().get(name) instanceof Score.Value score ? score.value() : Double.NaN;
  }

  private static double latency(Evaluation evaluation) {
    Duration latency = evaluation.latency();
    return latency == null ? Double.NaN : latency.toNanos() / 1e9;
  }

  private static double tokens(Evaluation evaluation, boolean input) {
    TokenUsage usage = evaluation.usage();
    if (usage == null) {
      return Double.NaN;
    }
    return input ? usage.inputTokens() : usage.outputTokens();
  }

  private static double cost(Evaluation evaluation) {
    BigDecimal cost = evaluation.cost();
    return cost == null ? Double.NaN : cost.doubleValue();
  }
}
