package dev.researchlab.adapters.http.experiment;

import dev.researchlab.adapters.http.run.RunJson;
import dev.researchlab.adapters.http.run.RunReports;
import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.adapters.http.web.Page;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentQuery;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunEstimate;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driving.dataset.ForCuratingDatasets;
import dev.researchlab.ports.driving.evaluation.ForRecordingEvaluations;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import dev.researchlab.ports.driving.experiment.ForDesigningExperiments;
import dev.researchlab.ports.driving.run.ForRunningExperiments;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code /experiments}. */
public final class Experiments implements Routes.Resource {

  private static final String PATH = "/api/v1/experiments";
  private static final Set<String> GROUPS = Set.of("design", "texts");

  /** No experiment was made after it, and every store takes it. */
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private static final Duration ASSUMED_LATENCY = Duration.ofSeconds(2);
  private static final long ASSUMED_OUTPUT_TOKENS = 256;

  /** What is assumed of a call. */
  private record Assumed(Duration latency, long outputTokens) {}

  private final ForDesigningExperiments experiments;
  private final ForCuratingDatasets datasets;
  private final ForRunningExperiments runs;
  private final ForRecordingEvaluations recordings;
  private final RunReports reports;

  public Experiments(
      ForDesigningExperiments experiments,
      ForCuratingDatasets datasets,
      ForRunningExperiments runs,
      ForRecordingEvaluations recordings,
      RunReports reports) {
    this.experiments = experiments;
    this.datasets = datasets;
    this.runs = runs;
    this.recordings = recordings;
    this.reports = reports;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get(PATH, this::list)
        .post(PATH, this::design)
        .get(PATH + "/{id}", call -> shown(find(call)))
        .put(PATH + "/{id}", this::revise)
        .delete(PATH + "/{id}", this::delete)
        .post(PATH + "/{id}/start", this::start)
        .post(PATH + "/{id}/stop", call -> steer(call, runs::stop))
        .post(PATH + "/{id}/pause", call -> steer(call, runs::pause))
        .post(PATH + "/{id}/resume", call -> steer(call, this::resume))
        .post(PATH + "/{id}/archive", this::archive)
        .post(PATH + "/{id}/plan", this::plan)
        .get(PATH + "/{id}/runs", this::listRuns)
        .post(PATH + "/{id}/runs", this::openRun);
  }

  private ExperimentDraft draft(Call call) {
    ProjectId project = call.project();
    ExperimentJson json = new ExperimentJson(dataset -> newest(project, dataset));
    return call.json(json::read);
  }

  private @Nullable ContentHash newest(ProjectId project, DatasetId dataset) {
    List<DatasetVersion> versions = datasets.versions(project, dataset);
    return versions.isEmpty() ? null : versions.getLast().hash();
  }

  /** What a body names and is not there is wrong in the body; the path is right. */
  private static RuntimeException absent(NotFoundException absent) {
    String message = String.valueOf(absent.getMessage());
    return switch (absent.kind()) {
      case "experiment" -> absent;
      case "model", "prompt version" -> Problem.invalid("variants", message).asException();
      default -> Problem.invalid("dataset_version", message).asException();
    };
  }

  private Reply design(Call call) {
    ExperimentDraft draft = draft(call);
    try {
      Experiment experiment = experiments.design(call.project(), draft);
      return Reply.created(PATH + "/" + experiment.id(), ExperimentJson.write(experiment))
          .tagged(experiment.version());
    } catch (NotFoundException e) {
      throw absent(e);
    }
  }

  private Reply list(Call call) {
    Page page = call.page("experiments", "status", "tag", "model", "text", "sort", "fields");
    ExperimentQuery query =
        new ExperimentQuery(
            call.oneOf("status", ExperimentStatus.class).orElse(null),
            call.query("tag").orElse(null),
            call.queryId("model", ModelId::new),
            call.query("text").orElse(null),
            call.oneOf("sort", ExperimentQuery.Order.class).orElse(ExperimentQuery.Order.NEWEST));
    List<String> groups = groups(call);
    return page.reply(
        experiments.experiments(
            call.project(), query, page.after(Experiments::position), page.limit() + 1),
        experiment -> experiment.createdAt() + " " + experiment.id(),
        experiment -> ExperimentJson.write(experiment, groups));
  }

  private static ExperimentQuery.Position position(String text) {
    String[] parts = text.split(" ", 2);
    try {
      Instant createdAt = Instant.parse(parts[0]);
      if (parts.length == 2 && createdAt.isAfter(Instant.EPOCH) && createdAt.isBefore(LATEST)) {
        return new ExperimentQuery.Position(createdAt, new ExperimentId(UUID.fromString(parts[1])));
      }
    } catch (DateTimeParseException e) {
      // refused below
    }
    throw new IllegalArgumentException(text);
  }

  private static List<String> groups(Call call) {
    List<String> groups =
        call.query("fields")
            .map(text -> Arrays.asList(text.split(",", -1)))
            .orElse(List.copyOf(GROUPS));
    for (String group : groups) {
      if (!GROUPS.contains(group) && !group.equals("basic")) {
        throw Problem.invalid("fields", "is a list of basic, design and texts").asException();
      }
    }
    return groups;
  }

  private Experiment find(Call call) {
    return experiments.experiment(call.project(), call.id(ExperimentId::new));
  }

  private static Reply shown(Experiment experiment) {
    return Reply.ok(ExperimentJson.write(experiment)).tagged(experiment.version());
  }

  private Reply revise(Call call) {
    Experiment current = find(call);
    call.requireMatch(shown(current));
    ExperimentDraft draft = draft(call);
    try {
      return shown(experiments.revise(call.project(), current.id(), current.version(), draft));
    } catch (NotFoundException e) {
      throw absent(e);
    }
  }

  private Reply delete(Call call) {
    Experiment current = find(call);
    call.requireMatch(shown(current));
    experiments.delete(call.project(), current.id());
    return Reply.noContent();
  }

  private Reply archive(Call call) {
    call.jsonOrEmpty(json -> json);
    return shown(experiments.archive(call.project(), find(call).id()));
  }

  /** What a run would take, and sends nothing. */
  private Reply plan(Call call) {
    Experiment experiment = find(call);
    Assumed assumed =
        call.jsonOrEmpty(
            json -> {
              Duration latency = json.secondsOrNull("latency_seconds");
              Long tokens = json.integerOrNull("output_tokens");
              return new Assumed(
                  latency == null ? ASSUMED_LATENCY : latency,
                  tokens == null ? ASSUMED_OUTPUT_TOKENS : tokens);
            });
    RunEstimate estimate =
        runs.estimate(call.project(), experiment.id(), assumed.latency(), assumed.outputTokens());
    return Reply.stream("application/json", out -> reports.writeEstimate(estimate, out));
  }

  private Reply start(Call call) {
    call.jsonOrEmpty(json -> json);
    Run run = runs.start(call.project(), find(call).id());
    return Reply.json(202, RunJson.write(run, runs.progress(call.project(), run.id())))
        .with("Location", RunJson.PATH + "/" + run.id());
  }

  private Run resume(ProjectId project, RunId id) {
    try {
      return runs.resume(project, id);
    } catch (ConflictException e) {
      Run run = runs.run(project, id);
      if (run.status() == RunStatus.RUNNING) { // goes on already; else it was interrupted
        return run;
      }
      throw e;
    }
  }

  /** What is done to an experiment is done to its newest run. */
  private Reply steer(Call call, BiFunction<ProjectId, RunId, Run> change) {
    call.jsonOrEmpty(JsonInput.class::cast);
    Experiment experiment = find(call);
    List<Run> all = runs.runs(call.project(), experiment.id());
    if (all.isEmpty()) {
      throw new ConflictException(
          "experiment " + experiment.id() + " was never started; start it first");
    }
    Run run = change.apply(call.project(), all.getLast().id());
    return Reply.ok(RunJson.write(run, runs.progress(call.project(), run.id())));
  }

  private Reply listRuns(Call call) {
    Page page = call.page("runs_of_experiment " + call.path("id"));
    List<Run> newestFirst = runs.runs(call.project(), find(call).id()).reversed();
    return page.reply(
        page.of(newestFirst, run -> run.id().toString()),
        run -> run.id().toString(),
        run -> RunJson.write(run));
  }

  private Reply openRun(Call call) {
    call.jsonOrEmpty(json -> json);
    Run run = recordings.open(call.project(), find(call).id());
    return Reply.created(RunJson.PATH + "/" + run.id(), RunJson.write(run));
  }
}
