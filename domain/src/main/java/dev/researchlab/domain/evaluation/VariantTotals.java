package dev.researchlab.domain.evaluation;

import dev.researchlab.domain.model.TokenUsage;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What the evaluations of one variant of a run add up to.
 *
 * @param variant its name
 * @param outcomes how many evaluations ended in each kind of outcome, by {@link
 *     EvaluationOutcome#kind}; kinds that do not occur are not there
 * @param answered how many ended with something the model said
 * @param cached for how many a kept answer was used and nothing was sent
 * @param retries calls made again after a failure
 * @param usage tokens of all answers
 * @param cost of all answers, in US dollars, where prices are known
 * @param scores by the name of the metric; metrics that scored nothing are not there
 */
public record VariantTotals(
    String variant,
    Map<String, Long> outcomes,
    long answered,
    long cached,
    long retries,
    TokenUsage usage,
    BigDecimal cost,
    Map<String, ScoreTotal> scores) {

  /**
   * What the scores of one metric add up to.
   *
   * @param scored how many answers have a value
   * @param sum of the values, added in no particular order
   */
  public record ScoreTotal(long scored, double sum) {}

  public VariantTotals {
    outcomes = Map.copyOf(outcomes);
    scores = Map.copyOf(scores);
  }

  /** How many evaluations there are. */
  public long evaluations() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }
}
