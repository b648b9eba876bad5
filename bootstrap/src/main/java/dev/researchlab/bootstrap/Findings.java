package dev.researchlab.bootstrap;

import dev.researchlab.domain.comparison.BaselineComparison;
import dev.researchlab.domain.comparison.MetricEstimate;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.comparison.VariantSummary;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.statistics.ConfidenceInterval;
import dev.researchlab.domain.statistics.Difference;
import dev.researchlab.domain.statistics.Estimate;
import dev.researchlab.domain.statistics.TestResult;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The estimates and comparisons of a summary as tables, with what a reader should know of them. */
final class Findings {

  private static final String NONE = "-";

  private final RunSummary summary;

  Findings(RunSummary summary) {
    this.summary = summary;
  }

  void writeTo(PrintWriter out) {
    estimates().writeTo(out);
    TextTable comparisons = comparisons();
    if (!comparisons.isEmpty()) {
      out.println();
      out.println("Against the baseline " + summary.comparisons().getFirst().baseline());
      comparisons.writeTo(out);
    }
    notes().forEach(note -> out.printf("%nNote: %s%n", note));
  }

  private TextTable estimates() {
    TextTable table =
        new TextTable("variant", "metric", ">estimate", levelName(), ">n", ">missing");
    for (VariantSummary variant : summary.variants()) {
      for (MetricEstimate metric : variant.metrics()) {
        Estimate estimate = metric.estimate();
        table.row(
            variant.variant(),
            name(metric.metric(), metric.reducer()),
            estimate == null ? NONE : number(estimate.value()),
            interval(estimate == null ? null : estimate.interval(), false),
            estimate == null ? "0" : String.format(Locale.ROOT, "%,d", estimate.n()),
            String.format(Locale.ROOT, "%,d", metric.missing()));
      }
    }
    return table;
  }

  private TextTable comparisons() {
    TextTable table =
        new TextTable(
            "variant", "metric", ">difference", levelName(), ">p", ">p (Holm)", "verdict");
    for (BaselineComparison comparison : summary.comparisons()) {
      Difference difference = comparison.difference();
      TestResult test = comparison.test();
      table.row(
          comparison.variant(),
          name(comparison.metric(), comparison.reducer()),
          difference == null ? NONE : signed(difference.difference()),
          interval(difference == null ? null : difference.interval(), true),
          test == null ? NONE : pValue(test.pValue()),
          comparison.adjustedPValue() == null ? NONE : pValue(comparison.adjustedPValue()),
          lower(comparison.verdict()));
    }
    return table;
  }

  /** What a reader has to know beside the tables. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (VariantSummary variant : summary.variants()) {
      variant
          .reasons()
          .forEach(
              (outcome, reason) ->
                  notes.add(
                      String.format(
                          Locale.ROOT,
                          "%s: %,d %s, such as: %s",
                          variant.variant(),
                          variant.outcomes().get(outcome),
                          outcome,
                          reason)));
    }
    for (BaselineComparison comparison : summary.comparisons()) {
      if (comparison.dependsOnMissing()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%s on %s is %s, but %s where missing answers count as failures",
                comparison.variant(),
                comparison.metric(),
                lower(comparison.verdict()),
                lower(Objects.requireNonNull(comparison.verdictWithMissingAsFailures()))));
      }
    }
    return notes;
  }

  /** The mean is what everybody expects of epochs; anything else is said. */
  static String name(String metric, EpochReducer reducer) {
    return reducer.equals(EpochReducer.MEAN) ? metric : metric + " (" + reducer + ")";
  }

  String levelName() {
    // The level is 1 - alpha in binary floating point; nobody states one to more than 6 places.
    BigDecimal percent =
        BigDecimal.valueOf(100 * summary.confidenceLevel()).setScale(6, RoundingMode.HALF_EVEN);
    return percent.stripTrailingZeros().toPlainString() + " % interval";
  }

  static String interval(@Nullable ConfidenceInterval interval, boolean sign) {
    if (interval == null) {
      return NONE;
    }
    return sign
        ? "[" + signed(interval.lower()) + ", " + signed(interval.upper()) + "]"
        : "[" + number(interval.lower()) + ", " + number(interval.upper()) + "]";
  }

  static String signed(double value) {
    return (value > 0 ? "+" : "") + number(value);
  }

  /** Four significant places below one and four decimals above, without trailing noise. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size == 0 || (size >= 100 && size == Math.rint(size) && size < 1e15)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 1000) {
      return String.format(Locale.ROOT, "%,.1f", value);
    }
    if (size >= 10) {
      return String.format(Locale.ROOT, "%.2f", value);
    }
    return size >= 0.001
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  static String pValue(double p) {
    return p >= 0.0001
        ? String.format(Locale.ROOT, "%.4f", p)
        : String.format(Locale.ROOT, "%.1e", p);
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
