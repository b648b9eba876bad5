package dev.researchlab.application;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.DrivenPorts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what a model gave in a trial into the evaluation: typed, scored and priced. */
record TrialEvaluator(DrivenPorts ports, Run run, List<Metric> metrics) {

  /**
   * @param last what the last call gave
   * @param attempts how many calls there were
   */
  Evaluation evaluate(
      OpenVariant variant, Sample sample, TrialKey trial, GenerationResult last, int attempts) {
    TokenUsage usage = null;
    Duration latency = null;
    if (last instanceof GenerationResult.Completion completion) {
      usage = completion.usage();
      latency = completion.latency();
    }
    TokenPrice price = variant.price();
    BigDecimal cost = usage == null || price == null ? null : price.cost(usage);
    EvaluationOutcome outcome = EvaluationOutcome.of(last);
    return new Evaluation(
        new EvaluationId(ports.ids().get()),
        run.project(),
        run.id(),
        trial,
        outcome,
        outcome.text().map(text -> scores(text, sample)).orElse(Map.of()),
        usage,
        latency,
        cost,
        attempts,
        ports.clock().instant());
  }

  private Map<String, Score> scores(String text, Sample sample) {
    Map<String, Score> scores = LinkedHashMap.newLinkedHashMap(metrics.size());
    for (Metric metric : metrics) {
      scores.put(metric.definition().name(), metric.score(text, sample));
    }
    return scores;
  }
}
