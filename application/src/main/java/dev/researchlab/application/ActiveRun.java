package dev.researchlab.application;

import dev.researchlab.domain.ResearchLabException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.domain.run.TrialSeed;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.run.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run that goes on. One thread walks the plan, so that it is never held whole, and starts one
 * virtual thread for each trial as soon as a place is free; every trial is asked, scored and
 * recorded by its own thread.
 */
final class ActiveRun {

  private static final System.Logger LOG = System.getLogger(ActiveRun.class.getName());

  private final DrivenPorts ports;
  private final Execution execution;
  private final Backoff backoff;
  private final List<OpenVariant> variants;
  private final TrialEvaluator evaluator;
  private final UnaryOperator<Run> whenEnded;
  private final RunStore.Claim claim;
  private final Instant startedAt;

  private final Set<TrialKey> recorded;
  private final RunTally tally;
  private final Semaphore places;

  /**
   * The threads that may be interrupted: those that wait for a model, or for their next attempt.
   */
  private final Map<Thread, Boolean> waiting = new ConcurrentHashMap<>();

  private final Set<String> modelsThatAnswered = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable RunFailure> failure = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Patience patience;
  private final EvaluationRecorder recorder;
  private volatile Run run;

  /**
   * @param run in the status running
   * @param recorded trials that have their evaluation already and are not asked again
   * @param tally of those trials; the run counts on
   * @param variants their models open; they are closed at the end of the run
   * @param whenEnded stores the run in its last status and gives it back
   * @param claim on the run; it is given up at the end
   */
  ActiveRun(
      DrivenPorts ports,
      Run run,
      Set<TrialKey> recorded,
      RunTally tally,
      Execution execution,
      List<OpenVariant> variants,
      List<Metric> metrics,
      UnaryOperator<Run> whenEnded,
      RunStore.Claim claim) {
    this.ports = ports;
    this.run = run;
    this.recorded = recorded;
    this.tally = tally;
    this.execution = execution;
    this.backoff = Backoff.of(execution);
    this.variants = variants;
    this.evaluator = new TrialEvaluator(ports, run, metrics);
    this.whenEnded = whenEnded;
    this.claim = claim;
    this.startedAt = ports.clock().instant();
    this.places = new Semaphore(execution.concurrency());
    this.patience = new Patience(ports.clock(), stopping);
    this.recorder =
        new EvaluationRecorder(ports.evaluations(), patience, tally::add, this::failBecauseOfUs);
  }

  void start() {
    Thread.ofVirtual().name("run " + run.id()).start(this::conduct);
  }

  /** Gives up what is in flight and starts nothing more. */
  void stop() {
    stopping.countDown();
    // A thread leaves the map before it records, and cannot leave it while it is interrupted here.
    waiting
        .keySet()
        .forEach(
            thread ->
                waiting.computeIfPresent(
                    thread,
                    (waiter, present) -> {
                      waiter.interrupt();
                      return present;
                    }));
  }

  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for the end of a run that was told to stop; it comes soon, so an interrupt can wait. */
  void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  RunProgress progress() {
    return new RunProgress(
        run.status(),
        run.manifest().trials(),
        tally.answered(),
        tally.missing(),
        execution.concurrency() - places.availablePermits(),
        tally.retries(),
        tally.usage(),
        tally.cost(),
        Duration.between(startedAt, ports.clock().instant()),
        patience.waitingFor());
  }

  /** The run as it is now: in its last status once it has ended. */
  Run run() {
    return run;
  }

  private void conduct() {
    try {
      waitable(this::walkPlan);
    } catch (InterruptedException e) {
      // The run was stopped; what is in flight ends below.
    } catch (RuntimeException | Error e) {
      failBecauseOfUs(e);
    }
    places.acquireUninterruptibly(execution.concurrency());
    recorder.close();
    try {
      variants.forEach(variant -> variant.model().close());
      run = patience.with(() -> whenEnded.apply(lastStatus()));
    } catch (UnavailableException e) {
      // It is stored as running still, which the next start takes for interrupted: it can resume.
      run = run.fail(new RunFailure(null, String.valueOf(e.getMessage())), ports.clock().instant());
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "run " + run.id() + " could not be ended properly", e);
      run = run.fail(new RunFailure(null, e.toString()), ports.clock().instant());
    } finally {
      claim.close();
      ended.countDown();
    }
  }

  private Run lastStatus() {
    Instant now = ports.clock().instant();
    RunFailure why = failure.get();
    if (why != null) {
      return run.fail(why, now);
    }
    long recorded = ports.evaluations().count(run.project(), run.id());
    return run.become(
        recorded == run.manifest().trials() ? RunStatus.COMPLETED : RunStatus.STOPPED, now);
  }

  private @Nullable Void walkPlan() throws InterruptedException {
    for (int epoch = 1; epoch <= run.manifest().epochs(); epoch++) {
      try (SampleWalk samples = new SampleWalk(ports.datasets(), run)) {
        for (Sample sample = patience.with(samples::next);
            sample != null;
            sample = patience.with(samples::next)) {
          startTrials(sample, epoch);
        }
      }
    }
    return null;
  }

  private void startTrials(Sample sample, int epoch) throws InterruptedException {
    for (OpenVariant variant : variants) {
      TrialKey trial = new TrialKey(variant.name(), sample.id(), epoch);
      if (!recorded.contains(trial)) {
        startTrial(variant, sample, trial);
      }
    }
  }

  private void startTrial(OpenVariant variant, Sample sample, TrialKey trial)
      throws InterruptedException {
    places.acquire();
    if (stopping.getCount() == 0) {
      places.release();
      throw new InterruptedException("the run is stopping");
    }
    Thread.ofVirtual().start(() -> runTrial(variant, sample, trial));
  }

  private void runTrial(OpenVariant variant, Sample sample, TrialKey trial) {
    try {
      long seed = TrialSeed.of(run.manifest().seed(), trial);
      GenerationRequest request = variant.request(sample, trial.epoch(), seed);
      Attempts attempts = waitable(() -> ask(variant, request));
      if (attempts != null) {
        recorder.add(evaluator.evaluate(variant, sample, trial, attempts.last(), attempts.count()));
      }
    } catch (InterruptedException e) {
      // The run was stopped: this trial stays planned.
    } catch (RuntimeException | Error e) {
      failBecauseOfUs(e);
    } finally {
      places.release();
    }
  }

  private record Attempts(GenerationResult last, int count) {}

  /** Asks until there is an answer or no hope; null where the whole run has to end. */
  private @Nullable Attempts ask(OpenVariant variant, GenerationRequest request)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      GenerationResult result = variant.model().generate(request);
      if (!(result instanceof GenerationResult.Failure failed)) {
        modelsThatAnswered.add(variant.frozen().modelName());
        return new Attempts(result, attempt);
      }
      if (endsTheRun(variant, failed)) {
        fail(new RunFailure(variant.frozen().modelName(), failed.message()));
        return null;
      }
      if (!failed.kind().retryable() || attempt >= execution.maxAttempts()) {
        return new Attempts(result, attempt);
      }
      tally.addRetries(1);
      SplittableRandom random = new SplittableRandom(request.seed() + attempt);
      Thread.sleep(backoff.delay(attempt, failed.retryAfter(), random));
    }
  }

  /** A model that nobody reached yet is a wrong address; one that has answered will come back. */
  private boolean endsTheRun(OpenVariant variant, GenerationResult.Failure failed) {
    return failed.kind().fatal()
        || (failed.kind() == CallFailure.UNREACHABLE
            && !modelsThatAnswered.contains(variant.frozen().modelName()));
  }

  private void failBecauseOfUs(Throwable cause) {
    if (stopping.getCount() == 0 && failure.get() != null) {
      return;
    }
    boolean explained = cause instanceof ResearchLabException;
    if (!explained) {
      LOG.log(
          System.Logger.Level.ERROR, "run " + run.id() + " failed by a fault of the lab", cause);
    }
    fail(new RunFailure(null, explained ? String.valueOf(cause.getMessage()) : cause.toString()));
  }

  private void fail(RunFailure why) {
    failure.compareAndSet(null, why);
    stop();
  }

  private interface Waiting<T extends @Nullable Object> {
    T run() throws InterruptedException;
  }

  /** Lets a stop of the run interrupt the current thread while, and only while, it does this. */
  private <T extends @Nullable Object> T waitable(Waiting<T> work) throws InterruptedException {
    Thread self = Thread.currentThread();
    waiting.put(self, true);
    try {
      if (stopping.getCount() == 0) {
        throw new InterruptedException("the run is stopping");
      }
      return work.run();
    } finally {
      waiting.remove(self);
      Thread.interrupted();
    }
  }
}
