package dev.researchlab.application;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.run.LaneProgress;
import dev.researchlab.domain.run.RecordedTrials;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunEvent;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.domain.run.TrialSeed;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.run.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run that goes on. For each of its lanes a thread walks the plan, so that it is never held whole
 * and a slow model holds up no other; it reads on as trials end.
 */
final class ActiveRun {

  private static final System.Logger LOG = System.getLogger(ActiveRun.class.getName());

  /** Trials taken from the plan for each that may be in flight: the next ones are at hand. */
  private static final int TAKEN_FOR_EACH_PLACE = 2;

  private final DrivenPorts ports;
  private final ScheduledExecutorService timer;
  private final UnaryOperator<Run> whenChanged;
  private final RunStore.Claim claim;
  private final Instant startedAt;
  private final long startedNanos = System.nanoTime();
  private final @Nullable Duration maxDuration;
  private final Duration maxElapsed;

  private final RecordedTrials recorded;
  private final RunTally tally;
  private final List<OpenVariant> variants;
  private final List<RunLane> lanes;
  private final Places places;
  private final Semaphore open;
  private final RunStop stop = new RunStop();
  private final RunLog log = new RunLog();
  private final Patience patience;
  private final EvaluationRecorder recorder;
  private final TrialRunner trials;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ScheduledFuture<?> watchdog;
  private int mostOpen;
  private volatile Run run;

  /**
   * @param run in the status running
   * @param recorded trials that have their evaluation already and are not asked again
   * @param tally of those trials; the run counts on
   * @param variants their models open; they are closed at the end of the run
   * @param whenChanged stores the run in its new status and gives it back
   * @param claim on the run; it is given up at the end
   */
  ActiveRun(
      DrivenPorts ports,
      ScheduledExecutorService timer,
      Run run,
      RecordedTrials recorded,
      RunTally tally,
      Execution execution,
      List<OpenVariant> variants,
      List<Metric> metrics,
      UnaryOperator<Run> whenChanged,
      RunStore.Claim claim) {
    this.ports = ports;
    this.timer = timer;
    this.run = run;
    this.recorded = recorded;
    this.tally = tally;
    this.variants = variants;
    this.whenChanged = whenChanged;
    this.claim = claim;
    this.startedAt = ports.clock().instant();
    this.maxDuration = execution.budget().maxDuration();
    this.maxElapsed = execution.maxElapsed();
    this.places = new Places(execution.concurrency());
    this.mostOpen = TAKEN_FOR_EACH_PLACE * execution.concurrency();
    this.open = new Semaphore(mostOpen);
    this.patience = new Patience(ports.clock(), stop.stopping());
    this.recorder =
        new EvaluationRecorder(ports.evaluations(), patience, tally::add, this::failBecauseOfUs);
    this.trials =
        new TrialRunner(
            "run " + run.id(),
            execution,
            places,
            open,
            new BudgetLedger(execution.budget(), tally, this::stopForBudget),
            stop,
            new TrialEvaluator(ports, run, metrics),
            recorder,
            tally,
            new AnswerCache(
                run.project(), execution.cache(), ports.responses(), patience, ports.clock()));
    this.lanes =
        trials.open(
            variants,
            (lane, event) -> log.add(ports.clock().instant(), lane.key().toString(), event));
    this.watchdog = timer.scheduleWithFixedDelay(this::watch, 1, 1, TimeUnit.SECONDS);
  }

  void start() {
    tell("run started");
    Thread.ofVirtual().name("run " + run.id()).start(this::conduct);
  }

  /** Gives up what is in flight and starts nothing more. */
  void stop() {
    stop.end(RunStatus.STOPPED, null);
  }

  /** As {@link #stop}, and the run is left as one that goes on: the next start resumes it. */
  void park() {
    stop.end(RunStatus.RUNNING, null);
  }

  /** Starts nothing more, and lets what is in flight end. */
  synchronized Run pause() {
    if (run.status() == RunStatus.RUNNING && !stop.isStopping()) {
      trials.pause(true);
      run = whenChanged.apply(run.become(RunStatus.PAUSED, now()));
    }
    return run;
  }

  /** Goes on after a pause. */
  synchronized Run goOn() {
    if (run.status() == RunStatus.PAUSED && !stop.isStopping()) {
      run = whenChanged.apply(run.become(RunStatus.RUNNING, now()));
      trials.pause(false);
      trials.sendAll();
    }
    return run;
  }

  /** Has another number of trials in flight from now on. */
  synchronized void retune(int concurrency) {
    places.retune(concurrency);
    int more = TAKEN_FOR_EACH_PLACE * concurrency - mostOpen;
    if (more > 0) {
      mostOpen += more;
      open.release(more);
    }
    trials.sendAll();
  }

  private void stopForBudget(String why) {
    // A lane says it while it sends, and must not wait for the run's end meanwhile.
    timer.execute(() -> stop.end(RunStatus.STOPPED, new RunFailure(null, why)));
  }

  /** Once a second: no call and no pause lasts for ever, and no run longer than its budget. */
  private void watch() {
    long now = System.nanoTime();
    stop.interruptOverdue(now);
    if (maxDuration != null && now - startedNanos > maxDuration.toNanos()) {
      stop.end(
          RunStatus.STOPPED,
          new RunFailure(null, "the budget of " + maxDuration.toSeconds() + " s is over"));
    }
    if (places.taken() == 0) {
      lanes.stream()
          .filter(lane -> lane.queue().waiting() > 0 && lane.queue().isHopeless(maxElapsed))
          .findFirst()
          .ifPresent(this::failForRefusals);
    }
  }

  private void failForRefusals(RunLane lane) {
    stop.end(
        RunStatus.FAILED,
        new RunFailure(
            lane.variants().getFirst().frozen().modelName(),
            "it refuses everything, or for longer than max_elapsed: "
                + lane.queue().status().pauseReason()));
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
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
        places.taken(),
        tally.retries(),
        tally.usage(),
        tally.cost(),
        Duration.between(startedAt, now()),
        patience.waitingFor(),
        lanes.stream()
            .map(RunLane::queue)
            .map(lane -> new LaneProgress(lane.key().toString(), lane.status(), lane.waiting()))
            .toList());
  }

  List<RunEvent> events(long after) {
    return log.after(after);
  }

  /** The run as it is now: in its last status once it has ended. */
  Run run() {
    return run;
  }

  private void conduct() {
    List<Thread> walkers = new ArrayList<>();
    for (RunLane lane : lanes) {
      walkers.add(Thread.ofVirtual().start(() -> walk(lane)));
    }
    walkers.forEach(ActiveRun::join);
    awaitOpenTrials();
    recorder.close();
    watchdog.cancel(false);
    end();
  }

  private static void join(Thread walker) {
    try {
      walker.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread of a run", e);
    }
  }

  /** Trials that wait for their lane when the run is stopped will not end: they stay planned. */
  private void awaitOpenTrials() {
    while (!allEnded()) {
      if (stop.isStopping()) {
        lanes.forEach(lane -> lane.close().forEach(trials::drop));
      }
    }
    lanes.forEach(RunLane::close);
  }

  private boolean allEnded() {
    try {
      return open.tryAcquire(mostOpen(), 50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread of a run", e);
    }
  }

  private synchronized int mostOpen() {
    return mostOpen;
  }

  private void end() {
    try {
      variants.forEach(variant -> variant.model().close());
      if (isParked()) {
        return;
      }
      synchronized (this) {
        run = run.status() == RunStatus.PAUSED ? run.become(RunStatus.RUNNING, now()) : run;
        run = patience.with(() -> whenChanged.apply(inLastStatus()));
      }
    } catch (UnavailableException e) {
      // It is stored as running still, which the next start takes for interrupted: it can resume.
      run = run.fail(new RunFailure(null, String.valueOf(e.getMessage())), now());
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "run " + run.id() + " could not be ended properly", e);
      run = run.fail(new RunFailure(null, e.toString()), now());
    } finally {
      claim.close();
      tell(isParked() ? "run parked" : "run ended");
      ended.countDown();
    }
  }

  /** Pairs are fields of their own where a log has fields. */
  private void tell(String what) {
    LOG.log(
        System.Logger.Level.INFO,
        what,
        Map.entry("run_id", run.id()),
        Map.entry("status", run.status()),
        Map.entry("answered", tally.answered()),
        Map.entry("missing", tally.missing()));
  }

  private Instant now() {
    return ports.clock().instant();
  }

  private boolean isParked() {
    RunStop.Ending ending = stop.ending();
    return ending != null && ending.status() == RunStatus.RUNNING;
  }

  private Run inLastStatus() {
    RunStop.Ending ending = stop.ending();
    if (ending != null && ending.status() == RunStatus.FAILED && ending.why() != null) {
      return run.fail(ending.why(), now());
    }
    long stored = ports.evaluations().count(run.project(), run.id());
    if (stored == run.manifest().trials()) {
      return run.become(RunStatus.COMPLETED, now());
    }
    return ending != null && ending.why() != null
        ? run.stop(ending.why(), now())
        : run.become(RunStatus.STOPPED, now());
  }

  private void walk(RunLane lane) {
    try {
      stop.interruptible(
          System.nanoTime() + Long.MAX_VALUE / 2,
          () -> {
            walkPlan(lane);
            return true;
          });
    } catch (InterruptedException e) {
      // The run was stopped; what is in flight ends soon.
    } catch (RuntimeException | Error e) {
      failBecauseOfUs(e);
    }
  }

  private void walkPlan(RunLane lane) throws InterruptedException {
    for (int epoch = 1; epoch <= run.manifest().epochs(); epoch++) {
      try (SampleWalk samples = new SampleWalk(ports.datasets(), run)) {
        for (Sample sample = patience.with(samples::next);
            sample != null;
            sample = patience.with(samples::next)) {
          for (OpenVariant variant : lane.variants()) {
            begin(lane, variant, sample, epoch);
          }
        }
      }
    }
  }

  private void begin(RunLane lane, OpenVariant variant, Sample sample, int epoch)
      throws InterruptedException {
    TrialKey trial = new TrialKey(variant.name(), sample.id(), epoch);
    if (recorded.contains(trial)) {
      return;
    }
    open.acquire();
    if (stop.isStopping()) {
      open.release();
      throw new InterruptedException("the run is stopping");
    }
    long seed = TrialSeed.of(run.manifest().seed(), trial);
    trials.begin(
        new TrialCall(trials, lane, variant, sample, trial, variant.request(sample, epoch, seed)));
  }

  private void failBecauseOfUs(Throwable cause) {
    trials.failBecauseOfUs(cause);
  }
}
