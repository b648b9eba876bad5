package dev.researchlab.domain.comparison;

import dev.researchlab.domain.model.TokenUsage;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run found of one variant.
 *
 * @param outcomes how many trials ended in which kind of outcome
 * @param reasons why there was no whole answer: for each kind of outcome one of its reasons
 * @param usage tokens of all answers
 * @param cost of all answers, in US dollars, where prices are known
 * @param metrics the experiment's metrics in their order, then the measures that have a value
 */
public record VariantSummary(
    String variant,
    SortedMap<String, Long> outcomes,
    SortedMap<String, String> reasons,
    TokenUsage usage,
    BigDecimal cost,
    List<MetricEstimate> metrics) {

  public VariantSummary {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    metrics = List.copyOf(metrics);
  }
}
