package dev.researchlab.application;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.model.TokenUsage;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a run has done so far; many trials add to it at once. */
final class RunTally {

  private final LongAdder answered = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder inputTokens = new LongAdder();
  private final LongAdder outputTokens = new LongAdder();
  private final AtomicReference<BigDecimal> cost = new AtomicReference<>(BigDecimal.ZERO);

  void add(Evaluation evaluation) {
    if (evaluation.outcome().text().isPresent()) {
      answered.increment();
    } else {
      missing.increment();
    }
    TokenUsage usage = evaluation.usage();
    if (usage != null) {
      inputTokens.add(usage.inputTokens());
      outputTokens.add(usage.outputTokens());
    }
    BigDecimal spent = evaluation.cost();
    if (spent != null) {
      cost.accumulateAndGet(spent, BigDecimal::add);
    }
  }

  /** Adds what a run had done before it was interrupted. */
  void add(VariantTotals totals) {
    answered.add(totals.answered());
    missing.add(totals.evaluations() - totals.answered());
    retries.add(totals.retries());
    inputTokens.add(totals.usage().inputTokens());
    outputTokens.add(totals.usage().outputTokens());
    cost.accumulateAndGet(totals.cost(), BigDecimal::add);
  }

  void addRetries(int count) {
    retries.add(count);
  }

  long answered() {
    return answered.sum();
  }

  long missing() {
    return missing.sum();
  }

  long retries() {
    return retries.sum();
  }

  TokenUsage usage() {
    return new TokenUsage(inputTokens.sum(), outputTokens.sum());
  }

  BigDecimal cost() {
    return cost.get();
  }
}
