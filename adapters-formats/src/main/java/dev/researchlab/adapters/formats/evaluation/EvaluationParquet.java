package dev.researchlab.adapters.formats.evaluation;

import blue.strategic.parquet.ParquetWriter;
import blue.strategic.parquet.ValueWriter;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.metric.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Evaluations as a Parquet table: a row for each, a column for each metric. Costs are US dollars as
 * a double, times are microseconds since 1970 in UTC.
 */
public final class EvaluationParquet {

  private EvaluationParquet() {}

  /**
   * Writes a file, in row groups.
   *
   * @param metrics the names of the columns of scores
   */
  public static void write(Stream<Evaluation> evaluations, List<String> metrics, Path file)
      throws IOException {
    try (ParquetWriter<Evaluation> writer =
        ParquetWriter.writeFile(
            schema(metrics), file.toFile(), (evaluation, out) -> row(evaluation, metrics, out))) {
      for (Iterator<Evaluation> all = evaluations.iterator(); all.hasNext(); ) {
        writer.write(all.next());
      }
    }
  }

  private static MessageType schema(List<String> metrics) {
    var message = Types.buildMessage();
    for (String name : List.of("id", "variant", "sample_id", "outcome")) {
      message.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    }
    message.required(PrimitiveTypeName.INT32).named("epoch");
    for (String name : List.of("output", "reason")) {
      message.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    }
    for (String name : List.of("input_tokens", "output_tokens")) {
      message.optional(PrimitiveTypeName.INT64).named(name);
    }
    for (String name : List.of("cost_usd", "latency_seconds")) {
      message.optional(PrimitiveTypeName.DOUBLE).named(name);
    }
    message.required(PrimitiveTypeName.INT32).named("attempts");
    message
        .required(PrimitiveTypeName.INT64)
        .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
        .named("completed_at");
    for (String metric : metrics) {
      message.optional(PrimitiveTypeName.DOUBLE).named(column(metric));
    }
    return message.named("evaluation");
  }

  /** A metric may have the name of another column. */
  private static String column(String metric) {
    return "score_" + metric;
  }

  private static void row(Evaluation evaluation, List<String> metrics, ValueWriter out) {
    out.write("id", evaluation.id().toString());
    out.write("variant", evaluation.trial().variant());
    out.write("sample_id", evaluation.trial().sample());
    out.write("outcome", evaluation.outcome().kind());
    out.write("epoch", evaluation.trial().epoch());
    evaluation.outcome().text().ifPresent(text -> out.write("output", text));
    evaluation.outcome().explanation().ifPresent(reason -> out.write("reason", reason));
    var usage = evaluation.usage();
    if (usage != null) {
      out.write("input_tokens", usage.inputTokens());
      out.write("output_tokens", usage.outputTokens());
    }
    var cost = evaluation.cost();
    if (cost != null) {
      out.write("cost_usd", cost.doubleValue());
    }
    var latency = evaluation.latency();
    if (latency != null) {
      out.write("latency_seconds", latency.toNanos() / 1e9);
    }
    out.write("attempts", evaluation.attempts());
    var completed = evaluation.completedAt();
    out.write(
        "completed_at",
        Math.addExact(
            Math.multiplyExact(completed.getEpochSecond(), 1_000_000L),
            completed.getNano() / 1_000L));
    for (String metric : metrics) {
      if (evaluation.scores().get(metric) instanceof Score.Value score) {
        out.write(column(metric), score.value());
      }
    }
  }
}
