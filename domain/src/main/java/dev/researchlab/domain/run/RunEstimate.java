package dev.researchlab.domain.run;

import dev.researchlab.domain.experiment.Budget;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run will take, before anything is sent.
 *
 * @param trials of the whole plan, each one call where no call fails
 * @param variants what each of them will take
 * @param time that the run takes at least, with the latency that was assumed
 * @param boundBy what the time depends on, for people
 * @param budget what the run may use up
 */
public record RunEstimate(
    long trials, List<VariantEstimate> variants, Duration time, String boundBy, Budget budget) {

  /**
   * What a variant will take.
   *
   * @param outputTokens as assumed for each answer
   * @param mostOutputTokens with every answer as long as it may be
   * @param cost in US dollars, null where no price is known
   * @param mostCost with every answer as long as it may be, null where no price is known
   */
  public record VariantEstimate(
      String variant,
      long calls,
      long inputTokens,
      long outputTokens,
      long mostOutputTokens,
      @Nullable BigDecimal cost,
      @Nullable BigDecimal mostCost) {}

  public RunEstimate {
    variants = List.copyOf(variants);
  }

  /** The cost of the variants whose prices are known. */
  public BigDecimal knownCost() {
    return variants.stream()
        .map(VariantEstimate::cost)
        .map(cost -> cost == null ? BigDecimal.ZERO : cost)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The tokens of all variants, as assumed. */
  public long tokens() {
    return variants.stream().mapToLong(it -> it.inputTokens() + it.outputTokens()).sum();
  }
}
