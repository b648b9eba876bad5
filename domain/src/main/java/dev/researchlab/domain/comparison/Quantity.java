package dev.researchlab.domain.comparison;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.metric.Direction;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Something that is summarised of every evaluation: a metric's score, or a measure of the call.
 *
 * @param measure whether it is a measure of the call, which a missing answer does not have
 * @param value NaN where the evaluation has none
 * @param answer the same number for the same answer, where the reducer asks for it; else 0
 */
record Quantity(
    String name,
    Scale scale,
    Direction direction,
    EpochReducer reducer,
    boolean measure,
    ToDoubleFunction<Evaluation> value,
    ToLongFunction<Evaluation> answer) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The metrics in their order, then latency in seconds, tokens, and cost in US dollars. */
  static List<Quantity> of(List<Metric> metrics) {
    List<Quantity> quantities = new ArrayList<>();
    for (Metric metric : metrics) {
      String name = metric.definition().name();
      EpochReducer reducer = metric.definition().epochReducer();
      quantities.add(
          new Quantity(
              name,
              metric.scale(),
              metric.direction(),
              reducer,
              false,
              evaluation -> score(evaluation, name),
              reducer.kind() == EpochReducer.Kind.MAJORITY
                  ? evaluation -> answer(evaluation, metric)
                  : evaluation -> 0));
    }
    quantities.add(measure("latency_seconds", Quantity::latency));
    quantities.add(measure("input_tokens", evaluation -> tokens(evaluation, true)));
    quantities.add(measure("output_tokens", evaluation -> tokens(evaluation, false)));
    quantities.add(measure("cost_usd", Quantity::cost));
    return quantities;
  }

  private static Quantity measure(String name, ToDoubleFunction<Evaluation> value) {
    return new Quantity(
        name,
        Scale.CONTINUOUS,
        Direction.LOWER_IS_BETTER,
        EpochReducer.MEAN,
        true,
        value,
        evaluation -> 0);
  }

  private static double score(Evaluation evaluation, String name) {
    return evaluation.scores().get(name) instanceof Score.Value score ? score.value() : Double.NaN;
  }

  /** What was extracted, or the score where nothing was. */
  private static long answer(Evaluation evaluation, Metric metric) {
    return evaluation.scores().get(metric.definition().name()) instanceof Score.Value score
        ? score.extracted() == null
            ? Double.doubleToLongBits(score.value())
            : hash(metric.answerOf(score.extracted()))
        : 0;
  }

  /** FNV-1a of 64 bits (Fowler, Noll, Vo): the answers to one question are few enough for it. */
  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
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
