package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driving.run.ForRunningExperiments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class RunExperiments implements ForRunningExperiments, AutoCloseable {

  private final DrivenPorts ports;
  private final Providers providers;
  private final MetricRegistry metrics;
  private final String labVersion;
  private final Map<RunId, ActiveRun> active = new ConcurrentHashMap<>();

  RunExperiments(
      DrivenPorts ports, Providers providers, MetricRegistry metrics, String labVersion) {
    this.ports = ports;
    this.providers = providers;
    this.metrics = metrics;
    this.labVersion = labVersion;
  }

  @Override
  public Run start(ProjectId project, ExperimentId id) {
    Experiment experiment =
        ports
            .experiments()
            .find(project, id)
            .orElseThrow(() -> new NotFoundException("experiment", id.toString()));
    List<Metric> scorers = metrics.create(experiment.design().metrics());
    RunManifest manifest = freeze(experiment, scorers);
    requireVariables(project, manifest);
    List<OpenVariant> variants = open(manifest);
    try {
      // Refuses a second run of the same experiment: running cannot become running.
      ports.experiments().update(experiment.become(ExperimentStatus.RUNNING, now()));
      Run pending =
          Run.pending(
              new RunId(ports.ids().get()),
              project,
              experiment.id(),
              ports.runs().list(project, experiment.id()).size() + 1,
              manifest,
              now());
      ports.runs().add(pending);
      return activate(pending, experiment, Set.of(), new RunTally(), variants, scorers);
    } catch (RuntimeException | Error e) {
      variants.forEach(variant -> variant.model().close());
      throw e;
    }
  }

  @Override
  public Run resume(ProjectId project, RunId id) {
    Run run = run(project, id);
    // A run that is said to go on, and does not go on here, was interrupted by a crash.
    boolean interrupted = run.status() == RunStatus.RUNNING && !active.containsKey(id);
    if (!interrupted && !run.status().mayBecome(RunStatus.RUNNING)) {
      throw new ConflictException(
          ("run " + id + " is " + run.status() + " and cannot be resumed")
              .toLowerCase(Locale.ROOT));
    }
    Experiment experiment = ports.experiments().find(project, run.experiment()).orElseThrow();
    List<Metric> scorers =
        metrics.create(run.manifest().metrics().stream().map(FrozenMetric::definition).toList());
    List<OpenVariant> variants = open(run.manifest());
    try {
      if (experiment.status() != ExperimentStatus.RUNNING) {
        ports.experiments().update(experiment.become(ExperimentStatus.RUNNING, now()));
      }
      Set<TrialKey> recorded;
      try (Stream<TrialKey> trials = ports.evaluations().trials(project, id)) {
        recorded = trials.collect(Collectors.toSet());
      }
      return activate(run, experiment, recorded, tallyOf(run), variants, scorers);
    } catch (RuntimeException | Error e) {
      variants.forEach(variant -> variant.model().close());
      throw e;
    }
  }

  private Run activate(
      Run run,
      Experiment experiment,
      Set<TrialKey> recorded,
      RunTally tally,
      List<OpenVariant> variants,
      List<Metric> scorers) {
    Run running = run.status() == RunStatus.RUNNING ? run : run.become(RunStatus.RUNNING, now());
    ports.runs().update(running);
    ActiveRun started =
        new ActiveRun(
            ports,
            running,
            recorded,
            tally,
            experiment.design().execution(),
            variants,
            scorers,
            this::end);
    active.put(running.id(), started);
    started.start();
    return running;
  }

  private void end(Run run) {
    ports.runs().update(run);
    Experiment experiment = ports.experiments().find(run.project(), run.experiment()).orElseThrow();
    ExperimentStatus status = ExperimentStatus.valueOf(run.status().name());
    ports.experiments().update(experiment.become(status, now()));
    active.remove(run.id());
  }

  private RunManifest freeze(Experiment experiment, List<Metric> scorers) {
    ProjectId project = experiment.project();
    ExperimentDesign design = experiment.design();
    Dataset dataset =
        ports
            .datasets()
            .find(project, design.dataset())
            .orElseThrow(() -> new NotFoundException("dataset", design.dataset().toString()));
    DatasetVersion version =
        ports.datasets().versions(project, dataset.id()).stream()
            .filter(candidate -> candidate.hash().equals(design.datasetVersion()))
            .findFirst()
            .orElseThrow(
                () -> new NotFoundException("dataset version", design.datasetVersion().toString()));
    return new RunManifest(
        labVersion,
        experiment.name(),
        dataset.id(),
        dataset.name(),
        version.hash(),
        version.samples(),
        design.variants().stream().map(variant -> freeze(project, variant)).toList(),
        scorers.stream().map(m -> new FrozenMetric(m.definition(), m.version())).toList(),
        design.epochs(),
        design.seed(),
        design.baseline(),
        design.significanceLevel());
  }

  private FrozenVariant freeze(ProjectId project, Variant variant) {
    Model model =
        ports
            .models()
            .find(project, variant.model())
            .orElseThrow(() -> new NotFoundException("model", variant.model().toString()));
    PromptVersion prompt =
        ports
            .prompts()
            .find(project, variant.prompt(), variant.promptVersion())
            .orElseThrow(() -> new NotFoundException("prompt", variant.prompt().toString()));
    return new FrozenVariant(
        variant.name(),
        model.name(),
        model.specification(),
        variant.parameters().orElse(model.specification().parameters()),
        prompt.name(),
        prompt.number(),
        prompt.content());
  }

  /**
   * Reads the samples once before anything is asked: a variable missing at the end costs nothing.
   */
  private void requireVariables(ProjectId project, RunManifest manifest) {
    Map<String, Set<String>> variables = new LinkedHashMap<>();
    for (FrozenVariant variant : manifest.variants()) {
      // Two variants may compare two versions of one prompt.
      variables
          .computeIfAbsent(variant.promptName(), name -> new LinkedHashSet<>())
          .addAll(variant.prompt().variables());
    }
    try (Stream<Sample> samples =
        ports.datasets().samples(project, manifest.dataset(), manifest.datasetHash())) {
      samples.forEach(sample -> requireVariables(variables, sample));
    }
  }

  private static void requireVariables(Map<String, Set<String>> variables, Sample sample) {
    variables.forEach(
        (prompt, names) -> {
          for (String name : names) {
            if (!sample.variables().containsKey(name)) {
              throw new InvalidException(
                  "prompt '%s' names the variable {{%s}}, which sample '%s' does not have"
                      .formatted(prompt, name, sample.id()));
            }
          }
        });
  }

  private List<OpenVariant> open(RunManifest manifest) {
    Map<String, LanguageModel> models = new HashMap<>();
    List<OpenVariant> variants = new ArrayList<>();
    try {
      for (FrozenVariant variant : manifest.variants()) {
        LanguageModel model = models.get(variant.modelName());
        if (model == null) {
          model = providers.of(variant.model()).open(variant.model());
          models.put(variant.modelName(), model);
        }
        variants.add(new OpenVariant(variant, model));
      }
      return List.copyOf(variants);
    } catch (RuntimeException | Error e) {
      models.values().forEach(LanguageModel::close);
      throw e;
    }
  }

  @Override
  public Run run(ProjectId project, RunId id) {
    return ports
        .runs()
        .find(project, id)
        .orElseThrow(() -> new NotFoundException("run", id.toString()));
  }

  @Override
  public List<Run> runs(ProjectId project, ExperimentId experiment) {
    return ports.runs().list(project, experiment);
  }

  @Override
  public RunProgress progress(ProjectId project, RunId id) {
    Run run = run(project, id);
    ActiveRun going = active.get(id);
    return going != null ? going.progress() : progressOfEnded(run);
  }

  private RunTally tallyOf(Run run) {
    RunTally tally = new RunTally();
    try (Stream<Evaluation> evaluations = ports.evaluations().stream(run.project(), run.id())) {
      evaluations.forEach(
          evaluation -> {
            tally.add(evaluation);
            tally.addRetries(evaluation.attempts() - 1);
          });
    }
    return tally;
  }

  private RunProgress progressOfEnded(Run run) {
    RunTally tally = tallyOf(run);
    return new RunProgress(
        run.status(),
        run.manifest().trials(),
        tally.answered(),
        tally.missing(),
        0,
        tally.retries(),
        tally.usage(),
        tally.cost(),
        Duration.between(run.createdAt(), run.changedAt()));
  }

  @Override
  public Run await(ProjectId project, RunId id, Duration atMost) throws InterruptedException {
    run(project, id);
    ActiveRun going = active.get(id);
    if (going != null) {
      going.awaitEnd(atMost);
    }
    return run(project, id);
  }

  @Override
  public Run stop(ProjectId project, RunId id) {
    run(project, id);
    ActiveRun going = active.get(id);
    if (going != null) {
      going.stop();
      going.awaitEnd();
    }
    return run(project, id);
  }

  /** Stops all runs and waits for their end. */
  @Override
  public void close() {
    List<ActiveRun> going = List.copyOf(active.values());
    going.forEach(ActiveRun::stop);
    going.forEach(ActiveRun::awaitEnd);
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
