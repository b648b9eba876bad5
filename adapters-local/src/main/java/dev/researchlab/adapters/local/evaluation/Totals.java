package dev.researchlab.adapters.local.evaluation;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.evaluation.VariantTotals.ScoreTotal;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Adds up the evaluations of one variant. */
final class Totals {

  private final Map<String, Long> outcomes = new HashMap<>();
  private final Map<String, ScoreTotal> scores = new HashMap<>();
  private long answered;
  private long cached;
  private long retries;
  private TokenUsage usage = new TokenUsage(0, 0);
  private BigDecimal cost = BigDecimal.ZERO;

  void add(Evaluation evaluation) {
    outcomes.merge(evaluation.outcome().kind(), 1L, Long::sum);
    answered += evaluation.outcome().text().isPresent() ? 1 : 0;
    cached += evaluation.cached() ? 1 : 0;
    retries += evaluation.attempts() - 1;
    if (evaluation.usage() != null) {
      usage = usage.plus(evaluation.usage());
    }
    if (evaluation.cost() != null) {
      cost = cost.add(evaluation.cost());
    }
    evaluation
        .scores()
        .forEach(
            (metric, score) -> {
              if (score instanceof Score.Value value) {
                scores.merge(
                    metric,
                    new ScoreTotal(1, value.value()),
                    (a, b) -> new ScoreTotal(a.scored() + b.scored(), a.sum() + b.sum()));
              }
            });
  }

  VariantTotals of(String variant) {
    return new VariantTotals(variant, outcomes, answered, cached, retries, usage, cost, scores);
  }
}
