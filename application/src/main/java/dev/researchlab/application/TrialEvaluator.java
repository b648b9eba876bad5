package dev.researchlab.application;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Answer;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.run.Run;
import dev.researchlab.ports.driven.DrivenPorts;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what a model gave in a trial into the evaluation: typed, scored and priced. */
record TrialEvaluator(DrivenPorts ports, Run run, List<Metric> metrics) {

  /** The evaluation of a trial whose last call gave this. */
  Evaluation evaluate(TrialCall call, GenerationResult last) {
    EvaluationOutcome outcome = EvaluationOutcome.of(last);
    Completion completion = last instanceof Completion answered ? answered : null;
    TokenUsage usage = completion == null ? null : completion.usage();
    TokenPrice price = call.variant().price();
    return new Evaluation(
        new EvaluationId(ports.ids().get()),
        run.project(),
        run.id(),
        call.trial(),
        outcome,
        scores(outcome, completion == null ? List.of() : completion.toolCalls(), call.sample()),
        usage,
        completion == null ? null : completion.latency(),
        usage == null || price == null ? null : price.cost(usage),
        Math.max(1, call.attempts()),
        ports.clock().instant(),
        completion == null ? null : completion.timeToFirstByte(),
        call.attempts() == 0 ? null : call.queueWait(),
        completion == null ? List.of() : completion.toolCalls(),
        false);
  }

  /** The evaluation of a trial for which an answer was kept: it took no time and cost nothing. */
  Evaluation evaluateKept(TrialCall call, Completion kept) {
    EvaluationOutcome outcome = EvaluationOutcome.of(kept);
    return new Evaluation(
        new EvaluationId(ports.ids().get()),
        run.project(),
        run.id(),
        call.trial(),
        outcome,
        scores(outcome, kept.toolCalls(), call.sample()),
        kept.usage(),
        null,
        call.variant().price() == null ? null : BigDecimal.ZERO,
        1,
        ports.clock().instant(),
        null,
        null,
        kept.toolCalls(),
        true);
  }

  Map<String, Score> scores(EvaluationOutcome outcome, List<ToolCall> toolCalls, Sample sample) {
    String text = outcome.text().orElse(null);
    if (text == null) {
      return Map.of();
    }
    Answer answer = new Answer(text, toolCalls);
    Map<String, Score> scores = LinkedHashMap.newLinkedHashMap(metrics.size());
    for (Metric metric : metrics) {
      scores.put(metric.definition().name(), metric.score(answer, sample));
    }
    return scores;
  }
}
