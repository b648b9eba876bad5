package dev.researchlab.domain.comparison;

import dev.researchlab.domain.dataset.SampleNumbers;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Direction;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.statistics.Difference;
import dev.researchlab.domain.statistics.Estimate;
import dev.researchlab.domain.statistics.HolmAdjustment;
import dev.researchlab.domain.statistics.McNemarTest;
import dev.researchlab.domain.statistics.PairedDifference;
import dev.researchlab.domain.statistics.StudentInterval;
import dev.researchlab.domain.statistics.TestResult;
import dev.researchlab.domain.statistics.WilsonInterval;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the evaluations of a run, taken one by one, into its summary. Of each sample it keeps one
 * number for each variant and quantity, never the answer.
 *
 * <p>The unit of every estimate is the sample: with several epochs the value to which the metric's
 * reducer brings them stands for it, the mean where nothing else is said, which makes the intervals
 * robust against the likeness of answers to one question. Proportions have the Wilson interval,
 * means Student's; differences are paired on the samples that have a value for both, and tested by
 * the exact McNemar test where every sample is 0 or 1, or by the paired t test. Missing answers are
 * counted in both ways: left out, and as failures. Not thread-safe.
 */
public final class RunSummarizer {

  private final Run run;
  private final List<Quantity> quantities;
  private final double level;
  private final SampleNumbers samples = new SampleNumbers();
  private final Map<String, Collected> variants = new LinkedHashMap<>();
  private long evaluated;

  /** What was taken of one variant. */
  private static final class Collected {
    final SortedMap<String, Long> outcomes = new TreeMap<>();
    final SortedMap<String, String> reasons = new TreeMap<>();
    final BitSet asked = new BitSet();
    final List<SampleValues> values;
    TokenUsage usage = new TokenUsage(0, 0);
    BigDecimal cost = BigDecimal.ZERO;

    Collected(List<Quantity> quantities) {
      values = quantities.stream().map(quantity -> new SampleValues(quantity.reducer())).toList();
    }
  }

  /**
   * @param metrics those of the run's manifest
   */
  public RunSummarizer(Run run, List<Metric> metrics) {
    this.run = run;
    this.quantities = Quantity.of(metrics);
    this.level = 1 - run.manifest().significanceLevel();
    for (FrozenVariant variant : run.manifest().variants()) {
      variants.put(variant.name(), new Collected(quantities));
    }
  }

  /**
   * Takes the next evaluation of the run, in any order.
   *
   * @throws IllegalArgumentException if its variant is not one of the run's
   */
  public void add(Evaluation evaluation) {
    Collected variant = variants.get(evaluation.trial().variant());
    if (variant == null) {
      throw new IllegalArgumentException(
          "run " + run.id() + " has no variant " + evaluation.trial().variant());
    }
    int sample = samples.add(evaluation.trial().sample());
    for (int i = 0; i < quantities.size(); i++) {
      Quantity quantity = quantities.get(i);
      variant
          .values
          .get(i)
          .add(
              sample,
              quantity.value().applyAsDouble(evaluation),
              quantity.answer().applyAsLong(evaluation));
    }
    variant.asked.set(sample);
    EvaluationOutcome outcome = evaluation.outcome();
    variant.outcomes.merge(outcome.kind(), 1L, Long::sum);
    outcome.explanation().ifPresent(why -> variant.reasons.putIfAbsent(outcome.kind(), why));
    if (evaluation.usage() != null) {
      variant.usage = variant.usage.plus(evaluation.usage());
    }
    if (evaluation.cost() != null) {
      variant.cost = variant.cost.add(evaluation.cost());
    }
    evaluated++;
  }

  /** The summary of what was taken so far. */
  public RunSummary summary() {
    List<VariantSummary> summaries = new ArrayList<>();
    variants.forEach(
        (name, variant) ->
            summaries.add(
                new VariantSummary(
                    name,
                    variant.outcomes,
                    variant.reasons,
                    variant.usage,
                    variant.cost,
                    estimates(variant))));
    List<BaselineComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < quantities.size(); i++) {
      comparisons.addAll(compare(i));
    }
    return new RunSummary(
        run.id(), run.manifest().trials(), evaluated, level, summaries, comparisons);
  }

  private List<MetricEstimate> estimates(Collected variant) {
    List<MetricEstimate> estimates = new ArrayList<>();
    for (int i = 0; i < quantities.size(); i++) {
      Quantity quantity = quantities.get(i);
      SampleValues reduced = variant.values.get(i);
      double[] values = values(variant.asked, reduced::value);
      long missing = reduced.missing();
      if (quantity.measure() && values.length == 0) {
        continue;
      }
      double[] asFailures =
          missing == 0 || quantity.measure()
              ? new double[0]
              : values(variant.asked, reduced::valueWithMissingAsZero);
      estimates.add(
          new MetricEstimate(
              quantity.name(),
              quantity.scale(),
              quantity.direction(),
              quantity.reducer(),
              missing,
              values.length == 0 ? null : estimate(quantity, values, missing),
              asFailures.length == 0 ? null : estimate(quantity, asFailures, 0)));
    }
    return estimates;
  }

  private Estimate estimate(Quantity quantity, double[] values, long missing) {
    if (!isBinary(quantity, values)) {
      return new StudentInterval(level).estimate(values, missing);
    }
    long successes = 0;
    for (double value : values) {
      successes += value == 1 ? 1 : 0;
    }
    return new WilsonInterval(level).estimate(successes, values.length, missing);
  }

  /** With several epochs a sample's value may lie between 0 and 1. */
  private static boolean isBinary(Quantity quantity, double[] values) {
    return quantity.scale() == Scale.BINARY
        && DoubleStream.of(values).allMatch(value -> value == 0 || value == 1);
  }

  private List<BaselineComparison> compare(int quantityIndex) {
    Quantity quantity = quantities.get(quantityIndex);
    String baselineName = run.manifest().baselineVariant().name();
    Collected baseline = variants.get(baselineName);
    List<String> names = new ArrayList<>();
    List<@Nullable Paired> complete = new ArrayList<>();
    List<@Nullable Paired> asFailures = new ArrayList<>();
    boolean anyMissing = false;
    for (Map.Entry<String, Collected> entry : variants.entrySet()) {
      if (entry.getKey().equals(baselineName) || baseline == null) {
        continue;
      }
      SampleValues ours = entry.getValue().values.get(quantityIndex);
      SampleValues theirs = baseline.values.get(quantityIndex);
      BitSet both = (BitSet) entry.getValue().asked.clone();
      both.and(baseline.asked);
      Paired pair = pair(quantity, both, ours::value, theirs::value);
      if (quantity.measure() && pair == null) {
        continue;
      }
      names.add(entry.getKey());
      complete.add(pair);
      asFailures.add(
          pair(quantity, both, ours::valueWithMissingAsZero, theirs::valueWithMissingAsZero));
      anyMissing |= ours.missing() > 0 || theirs.missing() > 0;
    }
    double[] adjusted = adjust(complete);
    double[] adjustedAsFailures = adjust(asFailures);
    List<BaselineComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Paired pair = complete.get(i);
      Verdict verdict = verdict(quantity, pair, adjusted[i]);
      comparisons.add(
          new BaselineComparison(
              names.get(i),
              baselineName,
              quantity.name(),
              quantity.reducer(),
              pair == null ? null : pair.difference(),
              pair == null ? null : pair.test(),
              pair == null ? null : Double.valueOf(adjusted[i]),
              verdict,
              anyMissing && !quantity.measure()
                  ? verdict(quantity, asFailures.get(i), adjustedAsFailures[i])
                  : null));
    }
    return comparisons;
  }

  /** A difference and its test. */
  private record Paired(Difference difference, TestResult test) {}

  private @Nullable Paired pair(
      Quantity quantity, BitSet asked, IntToDoubleFunction ours, IntToDoubleFunction theirs) {
    int[] common =
        asked.stream()
            .filter(
                i -> !Double.isNaN(ours.applyAsDouble(i)) && !Double.isNaN(theirs.applyAsDouble(i)))
            .toArray();
    if (common.length < 2) {
      return null;
    }
    double[] a = IntStream.of(common).mapToDouble(ours).toArray();
    double[] b = IntStream.of(common).mapToDouble(theirs).toArray();
    Difference difference =
        new PairedDifference(level).compare(a, b, asked.cardinality() - common.length);
    boolean binary = isBinary(quantity, a) && isBinary(quantity, b);
    return new Paired(difference, binary ? mcNemar(a, b) : difference.test());
  }

  private static TestResult mcNemar(double[] a, double[] b) {
    long onlyA = 0;
    long onlyB = 0;
    for (int i = 0; i < a.length; i++) {
      onlyA += a[i] > b[i] ? 1 : 0;
      onlyB += a[i] < b[i] ? 1 : 0;
    }
    return new McNemarTest().test(onlyA, onlyB);
  }

  /** Holm's p-values in place of the pairs; 1 where there is no pair, and none in the family. */
  private static double[] adjust(List<@Nullable Paired> pairs) {
    List<Double> raw = new ArrayList<>();
    for (Paired pair : pairs) {
      if (pair != null) {
        raw.add(pair.test().pValue());
      }
    }
    List<Double> family = new HolmAdjustment().adjust(raw);
    double[] adjusted = new double[pairs.size()];
    int next = 0;
    for (int i = 0; i < adjusted.length; i++) {
      adjusted[i] = pairs.get(i) == null ? 1 : family.get(next++);
    }
    return adjusted;
  }

  private Verdict verdict(Quantity quantity, @Nullable Paired pair, double adjustedPValue) {
    if (pair == null || adjustedPValue >= run.manifest().significanceLevel()) {
      return Verdict.INCONCLUSIVE;
    }
    boolean higher = pair.difference().difference() > 0;
    return higher == (quantity.direction() == Direction.HIGHER_IS_BETTER)
        ? Verdict.BETTER
        : Verdict.WORSE;
  }

  private static double[] values(BitSet asked, IntToDoubleFunction value) {
    return asked.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).toArray();
  }
}
