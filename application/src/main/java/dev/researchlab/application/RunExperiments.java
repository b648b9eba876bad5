package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.ResearchLabException;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RecordedTrials;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunEstimate;
import dev.researchlab.domain.run.RunEvent;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.run.RunStore;
import dev.researchlab.ports.driving.run.ForRunningExperiments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class RunExperiments implements ForRunningExperiments, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RunExperiments.class.getName());

  private static final int ATTEMPTS_AT_A_STATUS = 10;

  private final DrivenPorts ports;
  private final Providers providers;
  private final MetricRegistry metrics;
  private final Manifests manifests;
  private final Lanes lanes;
  private final Map<RunId, ActiveRun> active = new ConcurrentHashMap<>();

  RunExperiments(
      DrivenPorts ports, Providers providers, MetricRegistry metrics, String labVersion) {
    this.ports = ports;
    this.providers = providers;
    this.metrics = metrics;
    this.manifests = new Manifests(ports, labVersion);
    this.lanes = new Lanes(ports.ids());
  }

  @Override
  public Run start(ProjectId project, ExperimentId id) {
    Experiment experiment =
        ports
            .experiments()
            .find(project, id)
            .orElseThrow(() -> new NotFoundException("experiment", id.toString()));
    List<Metric> scorers = metrics.create(experiment.design().metrics());
    RunManifest manifest = manifests.freeze(experiment, scorers);
    Manifests.requirePrices(manifest, experiment.design().execution().budget());
    manifests.requireVariables(project, manifest);
    List<OpenVariant> variants = open(manifest);
    RunId run = new RunId(ports.ids().get());
    RunStore.Claim claim = ports.runs().claim(project, run).orElseThrow();
    try {
      return activate(
          new NewRuns(ports).add(experiment, run, manifest),
          experiment,
          RecordedTrials.of(Stream.empty()),
          new RunTally(),
          variants,
          scorers,
          claim);
    } catch (RuntimeException | Error e) {
      giveUp(variants, claim);
      throw e;
    }
  }

  @Override
  public RunEstimate estimate(
      ProjectId project, ExperimentId id, Duration latency, long outputTokens) {
    Experiment experiment =
        ports
            .experiments()
            .find(project, id)
            .orElseThrow(() -> new NotFoundException("experiment", id.toString()));
    RunManifest manifest =
        manifests.freeze(experiment, metrics.create(experiment.design().metrics()));
    manifests.requireVariables(project, manifest);
    return new Estimation(ports, project, manifest, experiment.design().execution())
        .estimate(latency, outputTokens);
  }

  @Override
  public Run resume(ProjectId project, RunId id) {
    ActiveRun going = active(project, id);
    if (going != null && going.run().status() == RunStatus.PAUSED) {
      return going.goOn();
    }
    run(project, id);
    RunStore.Claim claim =
        ports
            .runs()
            .claim(project, id)
            .orElseThrow(() -> new ConflictException("run " + id + " goes on already"));
    List<OpenVariant> variants = List.of();
    try {
      Run run = run(project, id);
      if (run.status() == RunStatus.PENDING) {
        throw new ConflictException(
            "run %s waits for outcomes from elsewhere; stop it first to have its models asked"
                .formatted(id));
      }
      // A run that is said to go on, and that nobody has claimed, was interrupted by a crash.
      if (run.status() != RunStatus.RUNNING && !run.status().mayBecome(RunStatus.RUNNING)) {
        throw new ConflictException(
            ("run " + id + " is " + run.status() + " and cannot be resumed")
                .toLowerCase(Locale.ROOT));
      }
      requireNoOther(run);
      Experiment experiment = ports.experiments().find(project, run.experiment()).orElseThrow();
      List<Metric> scorers =
          metrics.create(run.manifest().metrics().stream().map(FrozenMetric::definition).toList());
      variants = open(run.manifest());
      if (experiment.status() != ExperimentStatus.RUNNING) {
        ports.experiments().update(experiment.become(ExperimentStatus.RUNNING, now()));
      }
      RecordedTrials recorded;
      try (Stream<TrialKey> trials = ports.evaluations().trials(project, id)) {
        recorded = RecordedTrials.of(trials);
      }
      return activate(run, experiment, recorded, tallyOf(run), variants, scorers, claim);
    } catch (RuntimeException | Error e) {
      giveUp(variants, claim);
      throw e;
    }
  }

  private void requireNoOther(Run run) {
    for (Run other : ports.runs().list(run.project(), run.experiment())) {
      boolean over =
          switch (other.status()) {
            case COMPLETED, STOPPED, FAILED -> true;
            case PENDING, RUNNING, PAUSED -> other.id().equals(run.id());
          };
      if (!over) {
        throw new ConflictException(
            "run %s of the same experiment has not ended; stop it first".formatted(other.id()));
      }
    }
  }

  private static void giveUp(List<OpenVariant> variants, RunStore.Claim claim) {
    variants.forEach(variant -> variant.model().close());
    claim.close();
  }

  private Run activate(
      Run run,
      Experiment experiment,
      RecordedTrials recorded,
      RunTally tally,
      List<OpenVariant> variants,
      List<Metric> scorers,
      RunStore.Claim claim) {
    Run running = run.status() == RunStatus.RUNNING ? run : run.become(RunStatus.RUNNING, now());
    ports.runs().update(running);
    ActiveRun started =
        new ActiveRun(
            ports,
            lanes.timer(),
            running,
            recorded,
            tally,
            experiment.design().execution(),
            variants,
            scorers,
            this::changed,
            claim);
    active.put(running.id(), started);
    started.start();
    return running;
  }

  /** Stores a new status; called again where the stores did not answer the first time. */
  private Run changed(Run run) {
    ports.runs().update(run);
    for (int attempt = 1; ; attempt++) {
      try {
        follow(run);
        break;
      } catch (ConflictException e) { // somebody revised its texts
        if (attempt == ATTEMPTS_AT_A_STATUS) {
          throw e;
        }
      }
    }
    if (run.status() != RunStatus.RUNNING && run.status() != RunStatus.PAUSED) {
      active.remove(run.id());
    }
    return run;
  }

  /** Brings the experiment to the status of its run. */
  private void follow(Run run) {
    Experiment experiment = ports.experiments().find(run.project(), run.experiment()).orElseThrow();
    ExperimentStatus status = ExperimentStatus.valueOf(run.status().name());
    if (experiment.status() != status) {
      if (!experiment.status().mayBecome(status)) {
        experiment = experiment.become(ExperimentStatus.RUNNING, now()); // after a pause
        ports.experiments().update(experiment);
      }
      ports.experiments().update(experiment.become(status, now()));
    }
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
        variants.add(new OpenVariant(variant, model, lanes.of(variant.model())));
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
  public List<Run> recent(ProjectId project, @Nullable RunId before, int limit) {
    return ports.runs().page(project, before, limit);
  }

  @Override
  public RunProgress progress(ProjectId project, RunId id) {
    ActiveRun going = active(project, id);
    return going != null ? going.progress() : progressOfEnded(run(project, id));
  }

  /** The run where it goes on here; it is asked itself, as its store may not answer now. */
  private @Nullable ActiveRun active(ProjectId project, RunId id) {
    ActiveRun going = active.get(id);
    return going != null && going.run().project().equals(project) ? going : null;
  }

  private RunTally tallyOf(Run run) {
    RunTally tally = new RunTally();
    ports.evaluations().totals(run.project(), run.id()).forEach(tally::add);
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
        Duration.between(run.createdAt(), run.changedAt()),
        null,
        List.of());
  }

  @Override
  public List<RunEvent> events(ProjectId project, RunId id, long after) {
    ActiveRun going = active(project, id);
    if (going == null) {
      run(project, id);
      return List.of();
    }
    return going.events(after);
  }

  @Override
  public Run await(ProjectId project, RunId id, Duration atMost) throws InterruptedException {
    ActiveRun going = active(project, id);
    if (going == null) {
      return run(project, id);
    }
    going.awaitEnd(atMost);
    return going.run();
  }

  @Override
  public Run pause(ProjectId project, RunId id) {
    ActiveRun going = active(project, id);
    return going == null ? run(project, id) : going.pause();
  }

  @Override
  public void retune(ProjectId project, RunId id, int concurrency) {
    Execution checked = Execution.DEFAULT.withConcurrency(concurrency);
    ActiveRun going = active(project, id);
    if (going == null) {
      throw new ConflictException("run " + run(project, id).id() + " does not go on here");
    }
    going.retune(checked.concurrency());
  }

  @Override
  public Run stop(ProjectId project, RunId id) {
    ActiveRun going = active(project, id);
    if (going == null) {
      Run run = run(project, id);
      // Outcomes of a pending run come from elsewhere; one that was interrupted is left by all.
      return run.status() == RunStatus.PENDING || run.status() == RunStatus.RUNNING
          ? stopAbandoned(run)
          : run;
    }
    going.stop();
    going.awaitEnd();
    return going.run();
  }

  private Run stopAbandoned(Run run) {
    RunStore.Claim claim =
        ports
            .runs()
            .claim(run.project(), run.id())
            .orElseThrow(
                () -> new ConflictException("run " + run.id() + " goes on in another process"));
    try {
      return changed(run.become(RunStatus.STOPPED, now()));
    } finally {
      claim.close();
    }
  }

  @Override
  public List<Run> resumeInterrupted(ProjectId project) {
    List<Run> resumed = new ArrayList<>();
    for (Run run : ports.runs().list(project, RunStatus.RUNNING)) {
      ActiveRun going = active(project, run.id());
      if (going != null && !going.hasEnded()) {
        continue;
      }
      try {
        resumed.add(resume(project, run.id()));
      } catch (ResearchLabException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "run " + run.id() + " was interrupted and is not resumed: " + e.getMessage());
      } catch (RuntimeException e) { // of its provider, and no reason to leave the others
        LOG.log(
            System.Logger.Level.ERROR,
            "run " + run.id() + " was interrupted and could not be resumed",
            e);
      }
    }
    return resumed;
  }

  /** Stores a new status of a run that does not go on here. */
  Run store(Run run) {
    return changed(run);
  }

  /** How many runs go on here. */
  int going() {
    return (int) active.values().stream().filter(run -> !run.hasEnded()).count();
  }

  /** Ends all runs so that they are found running, and go on with the next start. */
  void park() {
    List<ActiveRun> going = List.copyOf(active.values());
    going.forEach(ActiveRun::park);
    going.forEach(ActiveRun::awaitEnd);
    going.forEach(run -> active.remove(run.run().id(), run));
  }

  /** Stops all runs and waits for their end. */
  @Override
  public void close() {
    List<ActiveRun> going = List.copyOf(active.values());
    going.forEach(ActiveRun::stop);
    going.forEach(ActiveRun::awaitEnd);
    lanes.close();
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
