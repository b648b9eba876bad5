package dev.researchlab.bootstrap;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.researchlab.adapters.formats.comparison.RunSummaryJson;
import dev.researchlab.adapters.formats.evaluation.EvaluationJson;
import dev.researchlab.adapters.formats.evaluation.EvaluationParquet;
import dev.researchlab.adapters.formats.run.RunManifestJson;
import dev.researchlab.adapters.http.run.RunReports;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunEstimate;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** The reports of the command line, for the service. */
final class ServiceReports implements RunReports {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  @Override
  public void writeManifest(Run run, OutputStream out) throws IOException {
    write(out, json -> RunManifestJson.write(json, run));
  }

  @Override
  public void writeSummary(Run run, RunSummary summary, OutputStream out) throws IOException {
    write(out, json -> RunSummaryJson.write(json, run, summary));
  }

  @Override
  public void writeTables(Run run, RunSummary summary, OutputStream out) {
    PrintWriter writer = new PrintWriter(writer(out));
    new TableReport(run, summary).writeTo(writer);
    writer.flush();
  }

  @Override
  public void writePage(Run run, RunSummary summary, OutputStream out) {
    PrintWriter writer = new PrintWriter(writer(out));
    new HtmlReport(run, summary).writeTo(writer);
    writer.flush();
  }

  @Override
  public void writeTables(Run baseline, Run other, RunComparison comparison, OutputStream out) {
    PrintWriter writer = new PrintWriter(writer(out));
    CompareCommand.writeTables(writer, baseline, other, comparison);
    writer.flush();
  }

  @Override
  public void writeEstimate(RunEstimate estimate, OutputStream out) throws IOException {
    write(out, json -> PlanCommand.write(json, estimate, PlanCommand.budgetWarnings(estimate)));
  }

  @Override
  public void writeComparison(RunComparison comparison, OutputStream out) throws IOException {
    write(out, json -> RunSummaryJson.write(json, comparison));
  }

  @Override
  public void writeJsonLines(Stream<Evaluation> evaluations, OutputStream out) throws IOException {
    write(
        out,
        json ->
            evaluations.forEach(
                evaluation -> {
                  EvaluationJson.write(json, evaluation);
                  json.writeRaw('\n');
                }));
  }

  @Override
  public void writeParquet(Stream<Evaluation> evaluations, List<String> metrics, Path file)
      throws IOException {
    EvaluationParquet.write(evaluations, metrics, file);
  }

  private static void write(OutputStream out, Consumer<JsonGenerator> content) throws IOException {
    Writer writer = writer(out);
    try (JsonGenerator json = JSON.createGenerator(writer)) {
      content.accept(json);
    }
    writer.flush();
  }

  private static Writer writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  /** The metrics are those of the first evaluation: a run scores all answers by the same ones. */
  @Override
  public void writeCsv(Stream<Evaluation> evaluations, OutputStream out) throws IOException {
    Writer writer = writer(out);
    CsvWriter csv = CsvWriter.builder().build(writer);
    List<String> metrics = new ArrayList<>();
    boolean begun = false;
    for (Iterator<Evaluation> all = evaluations.iterator(); all.hasNext(); ) {
      Evaluation evaluation = all.next();
      if (!begun) {
        metrics.addAll(new TreeSet<>(evaluation.scores().keySet()));
        csv.writeRecord(names(metrics));
        begun = true;
      }
      csv.writeRecord(values(evaluation, metrics));
    }
    csv.flush();
    writer.flush();
  }

  private static List<String> names(List<String> metrics) {
    List<String> names =
        new ArrayList<>(
            List.of(
                "id",
                "variant",
                "sample_id",
                "epoch",
                "outcome",
                "output",
                "reason",
                "input_tokens",
                "output_tokens",
                "cost_usd",
                "latency_seconds",
                "attempts",
                "completed_at"));
    names.addAll(metrics);
    return names;
  }

  private static List<String> values(Evaluation evaluation, List<String> metrics) {
    var usage = evaluation.usage();
    var cost = evaluation.cost();
    var latency = evaluation.latency();
    List<String> values =
        new ArrayList<>(
            List.of(
                evaluation.id().toString(),
                evaluation.trial().variant(),
                evaluation.trial().sample(),
                Integer.toString(evaluation.trial().epoch()),
                evaluation.outcome().kind(),
                evaluation.outcome().text().orElse(""),
                evaluation.outcome().explanation().orElse(""),
                usage == null ? "" : Long.toString(usage.inputTokens()),
                usage == null ? "" : Long.toString(usage.outputTokens()),
                cost == null ? "" : cost.toPlainString(),
                latency == null ? "" : Double.toString(latency.toNanos() / 1e9),
                Integer.toString(evaluation.attempts()),
                evaluation.completedAt().toString()));
    for (String metric : metrics) {
      values.add(
          evaluation.scores().get(metric) instanceof Score.Value value
              ? Objects.toString(value.value())
              : "");
    }
    return values;
  }
}
