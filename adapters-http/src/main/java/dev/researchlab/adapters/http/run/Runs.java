package dev.researchlab.adapters.http.run;

import dev.researchlab.adapters.http.evaluation.EvaluationJson;
import dev.researchlab.adapters.http.metric.MetricJson;
import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Page;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.ports.driving.comparison.ForComparingResults;
import dev.researchlab.ports.driving.evaluation.ForReadingEvaluations;
import dev.researchlab.ports.driving.run.ForRunningExperiments;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** {@code /runs}. */
public final class Runs implements Routes.Resource {

  private static final String PARQUET = "application/vnd.apache.parquet";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final ForRunningExperiments runs;
  private final ForReadingEvaluations evaluations;
  private final ForComparingResults comparisons;
  private final RunReports reports;
  private final RunEvents events;

  /**
   * @param closing whether the service is shutting down, which ends what goes on without an end
   */
  public Runs(
      ForRunningExperiments runs,
      ForReadingEvaluations evaluations,
      ForComparingResults comparisons,
      RunReports reports,
      BooleanSupplier closing) {
    this.runs = runs;
    this.evaluations = evaluations;
    this.comparisons = comparisons;
    this.reports = reports;
    this.events = new RunEvents(runs, closing);
  }

  @Override
  public void addTo(Routes routes) {
    String one = RunJson.PATH + "/{id}";
    routes
        .get(RunJson.PATH, this::list)
        .get(one, call -> shown(call, find(call)))
        .get(one + "/events", call -> events.follow(call, call.id(RunId::new)), "text/event-stream")
        .get(one + "/evaluations", this::evaluations)
        .get(one + "/summary", this::summary, "text/plain")
        .get(one + "/manifest", this::manifest)
        .get(one + "/export", this::export, "application/jsonl", "text/csv", PARQUET, "text/html")
        .post(one + "/stop", call -> steer(call, runs::stop))
        .post(one + "/pause", call -> steer(call, runs::pause))
        .post(one + "/resume", call -> steer(call, runs::resume))
        .post(one + "/retune", this::retune)
        .post(one + "/rescore", this::rescore);
  }

  private Run find(Call call) {
    return runs.run(call.project(), call.id(RunId::new));
  }

  private Reply shown(Call call, Run run) {
    return Reply.ok(RunJson.write(run, runs.progress(call.project(), run.id())));
  }

  private Reply steer(Call call, BiFunction<ProjectId, RunId, Run> change) {
    call.jsonOrEmpty(json -> json);
    return shown(call, change.apply(call.project(), call.id(RunId::new)));
  }

  private Reply retune(Call call) {
    int concurrency = call.json(json -> json.smallInteger("concurrency"));
    Run run = find(call);
    runs.retune(call.project(), run.id(), concurrency);
    return shown(call, run);
  }

  /** By other metrics, or again by its own; no model is asked. */
  private Reply rescore(Call call) {
    Run run = find(call);
    List<MetricDefinition> asked = call.jsonOrEmpty(json -> json.list("metrics", MetricJson::read));
    List<MetricDefinition> metrics =
        asked.isEmpty()
            ? run.manifest().metrics().stream().map(FrozenMetric::definition).toList()
            : asked;
    Run rescored = comparisons.rescore(call.project(), run.id(), metrics);
    return Reply.created(RunJson.PATH + "/" + rescored.id(), RunJson.write(rescored));
  }

  private Reply list(Call call) {
    Page page = call.page("runs");
    return page.reply(
        runs.recent(
            call.project(),
            page.after(after -> new RunId(UUID.fromString(after))),
            page.limit() + 1),
        run -> run.id().toString(),
        RunJson::write);
  }

  private Reply evaluations(Call call) {
    Run run = find(call);
    Page page = call.page("evaluations_of_run " + run.id());
    return page.reply(
        evaluations.evaluations(
            call.project(), run.id(), page.after(EvaluationJson::position), page.limit() + 1),
        evaluation -> EvaluationJson.position(evaluation.trial()),
        EvaluationJson::write);
  }

  private Reply summary(Call call) {
    Run run = find(call);
    RunSummary summary = comparisons.summarize(call.project(), run.id());
    return call.wantsText()
        ? Reply.stream(TEXT, out -> reports.writeTables(run, summary, out))
        : Reply.stream("application/json", out -> reports.writeSummary(run, summary, out));
  }

  private Reply manifest(Call call) {
    Run run = find(call);
    return Reply.stream("application/json", out -> reports.writeManifest(run, out));
  }

  private Reply export(Call call) {
    call.knows("format");
    Run run = find(call);
    String format = call.query("format").orElse("jsonl");
    Reply reply =
        switch (format) {
          case "jsonl" ->
              Reply.stream(
                  "application/jsonl",
                  out -> {
                    try (Stream<Evaluation> all = all(call, run)) {
                      reports.writeJsonLines(all, out);
                    }
                  });
          case "csv" ->
              Reply.stream(
                  "text/csv; charset=utf-8",
                  out -> {
                    try (Stream<Evaluation> all = all(call, run)) {
                      reports.writeCsv(all, out);
                    }
                  });
          case "parquet" -> Reply.stream(PARQUET, out -> writeTable(call, run, out));
          case "html" -> page(call, run);
          default ->
              throw Problem.invalid("format", "must be jsonl, csv, parquet or html").asException();
        };
    // A page is to be looked at, and the others are to be kept.
    String disposition = format.equals("html") ? "inline" : "attachment";
    return reply.with(
        "Content-Disposition",
        "%s; filename=\"run-%s.%s\"".formatted(disposition, run.id(), format));
  }

  /** Parquet has its table of contents at its end: the file is whole before any of it is sent. */
  private void writeTable(Call call, Run run, OutputStream out) throws IOException {
    Path file = Files.createTempFile("research-lab-export-", ".parquet");
    try {
      Files.delete(file); // the writer makes it
      try (Stream<Evaluation> all = all(call, run)) {
        reports.writeParquet(
            all,
            run.manifest().metrics().stream().map(metric -> metric.definition().name()).toList(),
            file);
      }
      long unused = Files.copy(file, out);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
  }

  /** No script runs in it, and it asks nobody for anything. */
  private Reply page(Call call, Run run) {
    RunSummary summary = comparisons.summarize(call.project(), run.id());
    return Reply.stream("text/html; charset=utf-8", out -> reports.writePage(run, summary, out))
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  private Stream<Evaluation> all(Call call, Run run) {
    return evaluations.evaluations(call.project(), run.id());
  }
}
