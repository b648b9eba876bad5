package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHasher;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.evaluation.ForRecordingEvaluations;
import dev.researchlab.ports.driving.evaluation.OutcomeDraft;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs whose outcomes come from elsewhere: they are pending until the last one is there. */
final class RecordEvaluations implements ForRecordingEvaluations, AutoCloseable {

  /** For how many runs at once the samples are at hand. */
  private static final int OPEN_RUNS = 8;

  /** More than any call takes, and few enough for the sum of any run to fit into 64 bits. */
  private static final long MOST_TOKENS = 1_000_000_000;

  /** Before and after the point of a cost: together what the stores keep exactly. */
  private static final int MOST_DIGITS = 10;

  private static final int MOST_DECIMALS = 28;

  private final DrivenPorts ports;
  private final MetricRegistry metrics;
  private final Manifests manifests;
  private final UnaryOperator<Run> changed;
  private final Map<RunId, OpenRun> open = new LinkedHashMap<>(16, 0.75f, true);

  /** What is at hand of a run, so that an outcome takes no question to a store. */
  private static final class OpenRun {
    final SampleSpool samples;
    final TrialEvaluator evaluator;
    long recorded;
    boolean closed;

    OpenRun(SampleSpool samples, TrialEvaluator evaluator, long recorded) {
      this.samples = samples;
      this.evaluator = evaluator;
      this.recorded = recorded;
    }
  }

  /**
   * @param changed stores a run in its new status, and its experiment with it
   */
  RecordEvaluations(
      DrivenPorts ports, MetricRegistry metrics, String labVersion, UnaryOperator<Run> changed) {
    this.ports = ports;
    this.metrics = metrics;
    this.manifests = new Manifests(ports, labVersion);
    this.changed = changed;
  }

  @Override
  public Run open(ProjectId project, ExperimentId id) {
    Experiment experiment =
        ports
            .experiments()
            .find(project, id)
            .orElseThrow(() -> new NotFoundException("experiment", id.toString()));
    var manifest = manifests.freeze(experiment, metrics.create(experiment.design().metrics()));
    return new NewRuns(ports).add(experiment, new RunId(ports.ids().get()), manifest);
  }

  @Override
  public List<Receipt> record(ProjectId project, RunId id, List<OutcomeDraft> outcomes) {
    Run run =
        ports
            .runs()
            .find(project, id)
            .orElseThrow(() -> new NotFoundException("run", id.toString()));
    if (run.status() != RunStatus.PENDING) {
      throw new ConflictException(
          "run %s takes no outcomes: it asks its models itself, or has ended".formatted(id));
    }
    List<Evaluation> evaluations = new ArrayList<>(outcomes.size());
    OpenRun opened = opened(run);
    List<Receipt> receipts = receipts(run, opened, outcomes, evaluations);
    while (receipts.isEmpty() && !outcomes.isEmpty()) {
      opened = opened(run);
      receipts = receipts(run, opened, outcomes, evaluations);
    }
    ports.evaluations().record(evaluations);
    completeIfLast(run, evaluations.size());
    return receipts;
  }

  /** Checks and scores the outcomes; none where the samples were put away meanwhile. */
  private List<Receipt> receipts(
      Run run, OpenRun opened, List<OutcomeDraft> outcomes, List<Evaluation> evaluations) {
    List<Receipt> receipts = new ArrayList<>(outcomes.size());
    synchronized (opened) {
      if (opened.closed) {
        return List.of();
      }
      for (OutcomeDraft outcome : outcomes) {
        Sample sample = opened.samples.find(outcome.trial().sample());
        Receipt.Refused refused = problem(run, outcome, sample);
        if (refused != null || sample == null) {
          receipts.add(
              refused != null ? refused : new Receipt.Refused("sample_id", "is not known"));
          continue;
        }
        Evaluation evaluation = evaluation(run, opened, outcome, sample);
        evaluations.add(evaluation);
        receipts.add(new Receipt.Recorded(evaluation.id()));
      }
    }
    return receipts;
  }

  private Receipt.@Nullable Refused problem(
      Run run, OutcomeDraft outcome, @Nullable Sample sample) {
    TrialKey trial = outcome.trial();
    BigDecimal cost = outcome.cost();
    if (run.manifest().variant(trial.variant()).isEmpty()) {
      return new Receipt.Refused("variant", "the run has no variant '" + trial.variant() + "'");
    }
    if (sample == null) {
      return new Receipt.Refused(
          "sample_id", "the dataset version has no sample '" + trial.sample() + "'");
    }
    if (trial.epoch() > run.manifest().epochs()) {
      return new Receipt.Refused(
          "epoch", "the run has %d, not %d".formatted(run.manifest().epochs(), trial.epoch()));
    }
    if (outcome.attempts() < 1) {
      return new Receipt.Refused("attempts", "must be 1 or more, not " + outcome.attempts());
    }
    if (cost != null && (cost.signum() < 0 || cost.precision() - cost.scale() > MOST_DIGITS)) {
      return new Receipt.Refused("cost_usd", "must be 0 or more and below 1e10, not " + cost);
    }
    if (cost != null && cost.scale() > MOST_DECIMALS) {
      return new Receipt.Refused("cost_usd", "has more than " + MOST_DECIMALS + " decimal places");
    }
    TokenUsage usage = outcome.usage();
    if (usage != null && usage.inputTokens() > MOST_TOKENS) {
      return tooMany("input_tokens", usage.inputTokens());
    }
    if (usage != null && usage.outputTokens() > MOST_TOKENS) {
      return tooMany("output_tokens", usage.outputTokens());
    }
    if (outcome.latency() != null && outcome.latency().isNegative()) {
      return new Receipt.Refused("latency_seconds", "must be 0 or more");
    }
    return null;
  }

  private static Receipt.Refused tooMany(String path, long tokens) {
    return new Receipt.Refused(path, "must be 0 to " + MOST_TOKENS + ", not " + tokens);
  }

  private Evaluation evaluation(Run run, OpenRun opened, OutcomeDraft outcome, Sample sample) {
    return new Evaluation(
        id(run.id(), outcome.trial()),
        run.project(),
        run.id(),
        outcome.trial(),
        outcome.outcome(),
        opened.evaluator.scores(outcome.outcome(), outcome.toolCalls(), sample),
        outcome.usage(),
        outcome.latency(),
        outcome.cost() != null ? outcome.cost() : cost(run, outcome),
        outcome.attempts(),
        ports.clock().instant(),
        null,
        null,
        outcome.toolCalls(),
        false);
  }

  private static @Nullable BigDecimal cost(Run run, OutcomeDraft outcome) {
    TokenPrice price =
        run.manifest()
            .variant(outcome.trial().variant())
            .map(FrozenVariant::model)
            .orElseThrow()
            .price();
    TokenUsage usage = outcome.usage();
    return price == null || usage == null ? null : price.cost(usage);
  }

  /** Made of the trial: an outcome that is sent again has the id of the one that is stored. */
  private static EvaluationId id(RunId run, TrialKey trial) {
    byte[] hash =
        HexFormat.of()
            .parseHex(
                new ContentHasher()
                    .add(run.toString())
                    .add(trial.variant())
                    .add(trial.sample())
                    .add(trial.epoch())
                    .hash()
                    .hex());
    long high = java.nio.ByteBuffer.wrap(hash).getLong(0);
    long low = java.nio.ByteBuffer.wrap(hash).getLong(8);
    // UUID version 8, variant 2: RFC 9562, section 5.8.
    return new EvaluationId(
        new UUID(
            (high & 0xffff_ffff_ffff_0fffL) | 0x8000L,
            (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L));
  }

  private synchronized OpenRun opened(Run run) {
    OpenRun known = open.get(run.id());
    if (known != null) {
      return known;
    }
    long recorded = ports.evaluations().count(run.project(), run.id());
    try (Stream<Sample> samples =
        ports
            .datasets()
            .samples(run.project(), run.manifest().dataset(), run.manifest().datasetHash())) {
      var scorers =
          metrics.create(run.manifest().metrics().stream().map(FrozenMetric::definition).toList());
      OpenRun opened =
          new OpenRun(new SampleSpool(samples), new TrialEvaluator(ports, run, scorers), recorded);
      open.put(run.id(), opened);
      if (open.size() > OPEN_RUNS) {
        forget(open.keySet().iterator().next());
      }
      return opened;
    }
  }

  private synchronized void forget(RunId run) {
    OpenRun opened = open.remove(run);
    if (opened != null) {
      synchronized (opened) {
        opened.closed = true;
        opened.samples.close();
      }
    }
  }

  /** Counts only when there may be enough: outcomes that were sent twice were counted twice. */
  private synchronized void completeIfLast(Run run, int more) {
    // Perhaps not the one that these were checked with, which may have been put away meanwhile.
    OpenRun opened = open.get(run.id());
    if (opened != null) {
      opened.recorded += more;
      if (opened.recorded < run.manifest().trials()) {
        return;
      }
    }
    long recorded = ports.evaluations().count(run.project(), run.id());
    if (opened != null) {
      opened.recorded = recorded;
    }
    if (recorded == run.manifest().trials()
        && ports.runs().find(run.project(), run.id()).orElseThrow().status() == RunStatus.PENDING) {
      Run running = run.become(RunStatus.RUNNING, ports.clock().instant());
      ports.runs().update(running);
      Run unused = changed.apply(running.become(RunStatus.COMPLETED, ports.clock().instant()));
      forget(run.id());
    }
  }

  @Override
  public synchronized void close() {
    List.copyOf(open.keySet()).forEach(this::forget);
  }
}
