package dev.researchlab.application;

import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.lane.CallSize;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.TokenUsage;
import java.math.BigDecimal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run within its budget: what a call may cost at most is reserved before it is sent, and
 * settled when its answer says what it did cost. Thread-safe.
 */
final class BudgetLedger {

  private final Budget budget;
  private final boolean limited;
  private final Consumer<String> exhausted;
  private BigDecimal cost;
  private BigDecimal reservedCost = BigDecimal.ZERO;
  private long tokens;
  private long reservedTokens;
  private int reservations;
  private volatile boolean waiting;

  /**
   * @param spent what the run has used up before
   * @param exhausted is told once nothing more fits, and why
   */
  BudgetLedger(Budget budget, RunTally spent, Consumer<String> exhausted) {
    this.budget = budget;
    this.limited = budget.maxCost() != null || budget.maxTokens() != null;
    this.cost = spent.cost();
    this.tokens = spent.usage().inputTokens() + spent.usage().outputTokens();
    this.exhausted = exhausted;
  }

  /** Whether calls under way have to be settled before another one fits. */
  boolean isWaiting() {
    return waiting;
  }

  /** Reserves what the call may cost; without room for it nothing is reserved. */
  boolean tryReserve(TrialCall call) {
    return !limited || reserve(call);
  }

  private synchronized boolean reserve(TrialCall call) {
    BigDecimal callCost = estimate(call);
    long callTokens = tokens(call.size());
    String full = full(callCost, callTokens);
    if (full.isEmpty()) {
      reservedCost = reservedCost.add(callCost);
      reservedTokens += callTokens;
      reservations++;
      return true;
    }
    waiting = true;
    if (reservations == 0) {
      exhausted.accept(full);
    }
    return false;
  }

  private String full(BigDecimal callCost, long callTokens) {
    BigDecimal maxCost = budget.maxCost();
    if (maxCost != null && cost.add(reservedCost).add(callCost).compareTo(maxCost) > 0) {
      return "the budget of %s US dollars has no room for another call: %s are spent"
          .formatted(maxCost.toPlainString(), cost.toPlainString());
    }
    Long maxTokens = budget.maxTokens();
    if (maxTokens != null && tokens + reservedTokens + callTokens > maxTokens) {
      return "the budget of %d tokens has no room for another call: %d are used"
          .formatted(maxTokens, tokens);
    }
    return "";
  }

  /** Turns the reservation into what the call did cost; a failed call cost nothing. */
  synchronized void settle(TrialCall call, GenerationResult result) {
    if (limited && result instanceof GenerationResult.Completion completion) {
      TokenUsage usage = completion.usage();
      CallSize size = usage == null ? call.size() : CallSize.of(usage);
      cost = cost.add(cost(call.variant().price(), size));
      tokens += tokens(size);
    }
    release(call);
  }

  /** Gives the reservation back. */
  synchronized void release(TrialCall call) {
    if (limited) {
      reservedCost = reservedCost.subtract(estimate(call));
      reservedTokens -= tokens(call.size());
      reservations--;
      waiting = false;
    }
  }

  private static BigDecimal estimate(TrialCall call) {
    return cost(call.variant().price(), call.size());
  }

  private static BigDecimal cost(@Nullable TokenPrice price, CallSize size) {
    return price == null
        ? BigDecimal.ZERO
        : price.cost(new TokenUsage(size.inputTokens(), size.outputTokens()));
  }

  private static long tokens(CallSize size) {
    return size.inputTokens() + size.outputTokens();
  }
}
