package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluation as a row of the table {@code evaluations}, its columns in this order. */
final class EvaluationRow {

  /** The columns of a row. */
  static final List<String> COLUMNS =
      List.of(
          "project_id",
          "run_id",
          "variant",
          "sample_id",
          "epoch",
          "id",
          "outcome",
          "answered",
          "cached",
          "status",
          "input_tokens",
          "output_tokens",
          "latency_nanos",
          "time_to_first_byte_nanos",
          "queue_wait_nanos",
          "cost_unscaled",
          "cost_scale",
          "attempts",
          "completed_at",
          "metrics",
          "scores",
          "output",
          "reason",
          "details",
          "tool_calls");

  private static final int INT_128_BITS = 127;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private EvaluationRow() {}

  static void write(Evaluation evaluation, RowBinaryWriter out) {
    out.writeUuid(evaluation.project().value());
    out.writeUuid(evaluation.run().value());
    out.writeText(evaluation.trial().variant());
    out.writeText(evaluation.trial().sample());
    out.writeInt(evaluation.trial().epoch());
    out.writeUuid(evaluation.id().value());
    EvaluationOutcome outcome = evaluation.outcome();
    String output = outcome.text().orElse(null);
    out.writeText(outcome.kind());
    out.writeByte(output == null ? 0 : 1);
    out.writeByte(evaluation.cached() ? 1 : 0);
    out.writeNullableInt(
        outcome instanceof EvaluationOutcome.ProviderError error ? error.status() : null);
    TokenUsage usage = evaluation.usage();
    out.writeNullableLong(usage == null ? null : usage.inputTokens());
    out.writeNullableLong(usage == null ? null : usage.outputTokens());
    writeDuration(evaluation.latency(), out);
    writeDuration(evaluation.timeToFirstByte(), out);
    writeDuration(evaluation.queueWait(), out);
    BigDecimal cost = evaluation.cost();
    if (cost != null && cost.unscaledValue().bitLength() > INT_128_BITS) {
      throw new InvalidException("cost", "has more than 38 digits: " + cost);
    }
    out.writeNullableInt128(cost == null ? null : cost.unscaledValue());
    out.writeNullableInt(cost == null ? null : cost.scale());
    out.writeInt(evaluation.attempts());
    out.writeLong(micros(evaluation.completedAt()));
    List<Map.Entry<String, Score>> scores = List.copyOf(evaluation.scores().entrySet());
    out.writeLength(scores.size());
    for (Map.Entry<String, Score> score : scores) {
      out.writeText(score.getKey());
    }
    out.writeLength(scores.size());
    for (Map.Entry<String, Score> score : scores) {
      out.writeNullableDouble(score.getValue() instanceof Score.Value value ? value.value() : null);
    }
    out.writeText(output == null ? "" : output);
    out.writeText(outcome.explanation().orElse(""));
    out.writeLength(scores.size());
    for (Map.Entry<String, Score> score : scores) {
      out.writeNullableText(
          switch (score.getValue()) {
            case Score.Value value -> value.extracted();
            case Score.Unscored unscored -> unscored.reason();
          });
    }
    out.writeLength(evaluation.toolCalls().size());
    for (ToolCall call : evaluation.toolCalls()) {
      out.writeText(call.id());
      out.writeText(call.name());
      out.writeText(call.arguments());
    }
  }

  private static void writeDuration(@Nullable Duration duration, RowBinaryWriter out) {
    out.writeNullableLong(duration == null ? null : duration.toNanos());
  }

  static Evaluation read(RowBinaryReader in) throws IOException {
    ProjectId project = new ProjectId(in.readUuid());
    RunId run = new RunId(in.readUuid());
    TrialKey trial = readTrial(in);
    EvaluationId id = new EvaluationId(in.readUuid());
    String kind = in.readText();
    boolean answered = in.readByte() != 0;
    boolean cached = in.readByte() != 0;
    Integer status = in.readNullableInt();
    Long inputTokens = in.readNullableLong();
    Long outputTokens = in.readNullableLong();
    Duration latency = readDuration(in);
    Duration timeToFirstByte = readDuration(in);
    Duration queueWait = readDuration(in);
    BigInteger unscaledCost = in.readNullableInt128();
    Integer costScale = in.readNullableInt();
    int attempts = in.readInt();
    long completedAt = in.readLong();
    List<String> metrics = new ArrayList<>();
    for (int left = in.readLength(); left > 0; left--) {
      metrics.add(in.readText());
    }
    List<@Nullable Double> values = new ArrayList<>();
    for (int left = in.readLength(); left > 0; left--) {
      values.add(in.readNullableDouble());
    }
    String output = in.readText();
    String reason = in.readText();
    Map<String, Score> scores = new HashMap<>();
    int details = in.readLength();
    for (int i = 0; i < details; i++) {
      scores.put(metrics.get(i), score(values.get(i), in.readNullableText()));
    }
    List<ToolCall> toolCalls = new ArrayList<>();
    for (int left = in.readLength(); left > 0; left--) {
      toolCalls.add(new ToolCall(in.readText(), in.readText(), in.readText()));
    }
    return new Evaluation(
        id,
        project,
        run,
        trial,
        outcome(kind, answered ? output : null, reason, status),
        scores,
        inputTokens == null || outputTokens == null
            ? null
            : new TokenUsage(inputTokens, outputTokens),
        latency,
        unscaledCost == null || costScale == null ? null : new BigDecimal(unscaledCost, costScale),
        attempts,
        Instant.ofEpochSecond(
            Math.floorDiv(completedAt, MICROS_PER_SECOND),
            Math.floorMod(completedAt, MICROS_PER_SECOND) * NANOS_PER_MICRO),
        timeToFirstByte,
        queueWait,
        toolCalls,
        cached);
  }

  private static @Nullable Duration readDuration(RowBinaryReader in) throws IOException {
    Long nanos = in.readNullableLong();
    return nanos == null ? null : Duration.ofNanos(nanos);
  }

  static TrialKey readTrial(RowBinaryReader in) throws IOException {
    return new TrialKey(in.readText(), in.readText(), in.readInt());
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO;
  }

  private static Score score(@Nullable Double value, @Nullable String detail) {
    return value == null
        ? new Score.Unscored(detail == null ? "" : detail)
        : new Score.Value(value, detail);
  }

  private static EvaluationOutcome outcome(
      String kind, @Nullable String output, String reason, @Nullable Integer status) {
    String text = output == null ? "" : output;
    return switch (kind) {
      case "answered" -> new EvaluationOutcome.Answered(text);
      case "truncated" -> new EvaluationOutcome.Truncated(text);
      case "refused" -> new EvaluationOutcome.Refused(output, reason);
      case "timed_out" -> new EvaluationOutcome.TimedOut(reason);
      case "rate_limited" -> new EvaluationOutcome.RateLimited(reason);
      case "provider_error" -> new EvaluationOutcome.ProviderError(reason, status);
      case "malformed" -> new EvaluationOutcome.Malformed(reason);
      case "budget_exhausted" -> new EvaluationOutcome.BudgetExhausted(reason);
      case "cancelled" -> new EvaluationOutcome.Cancelled(reason);
      default -> throw new IllegalStateException("unknown kind of outcome: " + kind);
    };
  }
}
