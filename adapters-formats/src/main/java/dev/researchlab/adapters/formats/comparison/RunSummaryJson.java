package dev.researchlab.adapters.formats.comparison;

import dev.researchlab.domain.comparison.BaselineComparison;
import dev.researchlab.domain.comparison.MetricEstimate;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.comparison.VariantSummary;
import dev.researchlab.domain.comparison.Verdict;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.statistics.ConfidenceInterval;
import dev.researchlab.domain.statistics.Difference;
import dev.researchlab.domain.statistics.Estimate;
import dev.researchlab.domain.statistics.TestResult;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes what a run found as one JSON object: names in snake_case, money as decimal text, and
 * {@code null} where a number is not defined by the data.
 */
public final class RunSummaryJson {

  private RunSummaryJson() {}

  /** Writes the object; the generator stays open. */
  public static void write(JsonGenerator json, Run run, RunSummary summary) {
    json.writeStartObject();
    json.writeStringProperty("experiment", run.manifest().experimentName());
    json.writeStringProperty("run_id", run.id().toString());
    json.writeNumberProperty("run_number", run.number());
    if (run.manifest().rescoreOf() != null) {
      json.writeStringProperty("rescore_of", run.manifest().rescoreOf().toString());
    }
    json.writeStringProperty("status", lower(run.status()));
    RunFailure failure = run.failure();
    if (failure != null) {
      json.writeStringProperty(
          run.status() == RunStatus.FAILED ? "failure" : "stopped_because", failure.message());
    }
    json.writeStringProperty("manifest_sha256", run.manifest().hash().hex());
    json.writeNumberProperty("planned", summary.planned());
    json.writeStringProperty("baseline", run.manifest().baselineVariant().name());
    writeFindings(json, summary);
    json.writeEndObject();
  }

  /** Writes what a comparison of runs found: an object for each pair of variants. */
  public static void write(JsonGenerator json, RunComparison comparison) {
    json.writeStartObject();
    json.writeStringProperty("baseline_run_id", comparison.baseline().toString());
    json.writeStringProperty("run_id", comparison.run().toString());
    json.writeBooleanProperty("same_questions", comparison.sameQuestions());
    json.writeArrayPropertyStart("pairs");
    for (RunSummary pair : comparison.pairs()) {
      json.writeStartObject();
      writeFindings(json, pair);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeFindings(JsonGenerator json, RunSummary summary) {
    json.writeNumberProperty("evaluated", summary.evaluated());
    json.writeNumberProperty("confidence_level", summary.confidenceLevel());
    json.writeArrayPropertyStart("variants");
    summary.variants().forEach(variant -> write(json, variant));
    json.writeEndArray();
    json.writeArrayPropertyStart("comparisons");
    summary.comparisons().forEach(comparison -> write(json, comparison));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, VariantSummary variant) {
    json.writeStartObject();
    json.writeStringProperty("variant", variant.variant());
    json.writeObjectPropertyStart("outcomes");
    variant.outcomes().forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeObjectPropertyStart("reasons");
    variant.reasons().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeNumberProperty("input_tokens", variant.usage().inputTokens());
    json.writeNumberProperty("output_tokens", variant.usage().outputTokens());
    json.writeStringProperty("cost_usd", variant.cost().toPlainString());
    json.writeArrayPropertyStart("metrics");
    variant.metrics().forEach(metric -> write(json, metric));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, MetricEstimate metric) {
    json.writeStartObject();
    json.writeStringProperty("metric", metric.metric());
    writeReducer(json, metric.reducer());
    json.writeStringProperty("direction", lower(metric.direction()));
    Estimate estimate = metric.estimate();
    if (estimate == null) {
      json.writeNullProperty("estimate");
      json.writeNumberProperty("n", 0);
    } else {
      writeEstimate(json, estimate);
    }
    json.writeNumberProperty("missing", metric.missing());
    Estimate asFailures = metric.missingAsFailures();
    if (asFailures != null) {
      json.writeObjectPropertyStart("missing_as_failures");
      writeEstimate(json, asFailures);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeReducer(JsonGenerator json, EpochReducer reducer) {
    if (!reducer.equals(EpochReducer.MEAN)) {
      json.writeStringProperty("reducer", reducer.toString());
    }
  }

  private static void writeEstimate(JsonGenerator json, Estimate estimate) {
    json.writeNumberProperty("estimate", estimate.value());
    write(json, estimate.interval());
    writeNumber(json, "standard_error", estimate.standardError());
    json.writeNumberProperty("n", estimate.n());
    json.writeStringProperty("method", estimate.method());
  }

  private static void write(JsonGenerator json, BaselineComparison comparison) {
    json.writeStartObject();
    json.writeStringProperty("variant", comparison.variant());
    json.writeStringProperty("baseline", comparison.baseline());
    json.writeStringProperty("metric", comparison.metric());
    writeReducer(json, comparison.reducer());
    Difference difference = comparison.difference();
    TestResult test = comparison.test();
    if (difference != null && test != null) {
      json.writeNumberProperty("difference", difference.difference());
      write(json, difference.interval());
      writeNumber(json, "standard_error", difference.standardError());
      json.writeNumberProperty("n", difference.n());
      json.writeNumberProperty("missing", difference.missing());
      writeNumber(json, "effect_size", difference.effectSize());
      writeNumber(json, "smallest_detectable_effect", difference.smallestDetectableEffect());
      json.writeStringProperty("test", test.method());
      json.writeNumberProperty("p_value", test.pValue());
      writeNumber(json, "p_value_holm", comparison.adjustedPValue());
    } else {
      json.writeNullProperty("difference");
    }
    json.writeStringProperty("verdict", lower(comparison.verdict()));
    Verdict withMissing = comparison.verdictWithMissingAsFailures();
    if (withMissing != null) {
      json.writeStringProperty("verdict_with_missing_as_failures", lower(withMissing));
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, @Nullable ConfidenceInterval interval) {
    if (interval == null) {
      json.writeNullProperty("interval");
      return;
    }
    json.writeObjectPropertyStart("interval");
    json.writeNumberProperty("lower", interval.lower());
    json.writeNumberProperty("upper", interval.upper());
    json.writeNumberProperty("level", interval.level());
    json.writeStringProperty("method", interval.method());
    json.writeEndObject();
  }

  /** JSON has no NaN. */
  private static void writeNumber(JsonGenerator json, String name, @Nullable Double value) {
    if (value == null || !Double.isFinite(value)) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
