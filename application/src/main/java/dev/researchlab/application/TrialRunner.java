package dev.researchlab.application;

import dev.researchlab.domain.ResearchLabException;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.lane.Backoff;
import dev.researchlab.domain.lane.Lane;
import dev.researchlab.domain.lane.LaneEvent;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/** Brings the trials of a run to their ends: asks, asks again while there is hope, and records. */
final class TrialRunner {

  private static final System.Logger LOG = System.getLogger(TrialRunner.class.getName());

  private static final int LEAST_REFUSALS = 12;

  private final String run;
  private final Execution execution;
  private final Backoff backoff;
  private final Places places;
  private final Semaphore open;
  private final BudgetLedger budget;
  private final RunStop stop;
  private final TrialEvaluator evaluator;
  private final EvaluationRecorder recorder;
  private final RunTally tally;
  private final AnswerCache cache;
  private final Asking asking;
  private final List<RunLane> lanes = new ArrayList<>();
  private final Set<String> modelsThatAnswered = ConcurrentHashMap.newKeySet();
  private volatile boolean paused;

  /**
   * @param open the trials that were taken from the plan and have not ended; freed here
   */
  TrialRunner(
      String run,
      Execution execution,
      Places places,
      Semaphore open,
      BudgetLedger budget,
      RunStop stop,
      TrialEvaluator evaluator,
      EvaluationRecorder recorder,
      RunTally tally,
      AnswerCache cache) {
    this.run = run;
    this.execution = execution;
    this.backoff = Backoff.of(execution);
    this.places = places;
    this.open = open;
    this.budget = budget;
    this.stop = stop;
    this.evaluator = evaluator;
    this.recorder = recorder;
    this.tally = tally;
    this.cache = cache;
    this.asking = new Asking(stop, backoff, execution.hedgeAfter());
  }

  void pause(boolean nowPaused) {
    paused = nowPaused;
  }

  /** Whether one more trial may be started. */
  boolean mayStart() {
    return !paused && !stop.isStopping() && places.hasRoom() && !budget.isWaiting();
  }

  /** Takes a place and reserves what the call may cost; {@link #perform} follows. */
  boolean tryStart(TrialCall call) {
    if (!places.tryTake()) {
      return false;
    }
    if (budget.tryReserve(call)) {
      return true;
    }
    places.free();
    return false;
  }

  /** Opens the run's part of every lane that its variants use. */
  List<RunLane> open(List<OpenVariant> variants, BiConsumer<LaneQueue, LaneEvent> watcher) {
    Map<LaneQueue, List<OpenVariant>> byLane = new LinkedHashMap<>();
    for (OpenVariant variant : variants) {
      byLane.computeIfAbsent(variant.lane(), lane -> new ArrayList<>()).add(variant);
    }
    byLane.forEach(
        (queue, its) ->
            lanes.add(
                RunLane.open(queue, its, this::mayStart, event -> watcher.accept(queue, event))));
    return List.copyOf(lanes);
  }

  /** Takes a trial from the plan: it is answered from what is kept, or waits for its lane. */
  void begin(TrialCall call) {
    if (cache.reads()) {
      Thread.ofVirtual().start(() -> lookUp(call));
    } else {
      call.lane().add(call);
    }
  }

  private void lookUp(TrialCall call) {
    try {
      // The place in line comes first: an answer that is kept until then is found.
      if (!cache.leads(call)) {
        return;
      }
      Completion kept = cache.find(call);
      if (kept != null) {
        List<TrialCall> others = cache.takeFollowers(call);
        finishKept(call, kept);
        others.forEach(other -> finishKept(other, kept));
      } else if (cache.replaysOnly()) {
        finish(call, AnswerCache.NOTHING_KEPT);
      } else {
        call.lane().add(call);
      }
    } catch (RuntimeException | Error e) {
      drop(call);
      failBecauseOfUs(e);
    }
  }

  /** Asks once, in the current thread, and does what the answer asks for. */
  void perform(TrialCall call, Lane.Permit permit) {
    boolean settled = false;
    try {
      GenerationResult result = asking.ask(call, permit);
      budget.settle(call, result);
      settled = true;
      switch (result) {
        case Failure failure -> failed(call, failure);
        case Completion completion -> {
          modelsThatAnswered.add(call.variant().frozen().modelName());
          finish(call, completion);
        }
      }
    } catch (InterruptedException e) {
      drop(call); // The run was stopped: this trial stays planned.
    } catch (RuntimeException | Error e) {
      drop(call);
      failBecauseOfUs(e);
    } finally {
      if (!settled) {
        budget.release(call);
      }
      places.free();
      sendAll();
    }
  }

  /** A freed place may serve any lane of the run. */
  void sendAll() {
    lanes.forEach(lane -> lane.queue().send());
  }

  private void failed(TrialCall call, Failure failure) {
    String model = call.variant().frozen().modelName();
    if (endsTheRun(model, failure)) {
      drop(call);
      stop.end(RunStatus.FAILED, new RunFailure(model, failure.message()));
      return;
    }
    Refusals refusals = call.lane().queue().ask(Refusals::of);
    if (refusals.inARow() >= mostRefusals()) {
      call.lane().giveUpRetries().forEach(this::giveUp);
    }
    if (mayTryAgain(call, failure, refusals)) {
      tally.addRetries(1);
      call.lane().retry(call, delay(call, failure));
    } else {
      finish(call, failure);
    }
  }

  private record Refusals(int inARow, long pauseNanos) {
    static Refusals of(Lane lane) {
      return new Refusals(lane.refusalsInARow(), lane.pauseLeft(System.nanoTime()));
    }
  }

  private boolean mayTryAgain(TrialCall call, Failure failure, Refusals refusals) {
    long patience = execution.maxElapsed().toNanos() - call.elapsedNanos(System.nanoTime());
    return failure.kind().retryable()
        && call.attempts() < execution.maxAttempts()
        && refusals.inARow() < mostRefusals()
        && refusals.pauseNanos() < patience;
  }

  /**
   * So many refusals in a row, without one answer in between, are the answer: what waits for the
   * lane then has no hope, however few attempts were its own.
   */
  private int mostRefusals() {
    return Math.max(LEAST_REFUSALS, 2 * execution.maxAttempts());
  }

  /** A refusal pauses the whole lane; any other failure is the trial's own. */
  private long delay(TrialCall call, Failure failure) {
    return switch (failure.kind()) {
      case RATE_LIMIT, OVERLOAD -> 0;
      default ->
          backoff
              .delay(call.attempts(), new SplittableRandom(call.request().seed() + call.attempts()))
              .toNanos();
    };
  }

  private void giveUp(TrialCall call) {
    Failure last = call.lastFailure();
    if (last != null) {
      finish(call, last);
    }
  }

  /** A model that nobody reached yet is a wrong address; one that has answered will come back. */
  private boolean endsTheRun(String model, Failure failure) {
    return failure.kind().fatal()
        || (failure.kind() == CallFailure.UNREACHABLE && !modelsThatAnswered.contains(model));
  }

  private void finish(TrialCall call, GenerationResult result) {
    try {
      recorder.add(evaluator.evaluate(call, result));
      if (result instanceof Completion completion && AnswerCache.isWhole(completion)) {
        cache.keep(call, completion).forEach(other -> finishKept(other, completion));
      } else {
        cache.passOn(call).ifPresent(next -> next.lane().add(next));
      }
    } finally {
      open.release();
    }
  }

  private void finishKept(TrialCall call, Completion kept) {
    try {
      recorder.add(evaluator.evaluateKept(call, kept));
    } finally {
      open.release();
    }
  }

  /** Lets go of a trial that stays planned, and of those that wait for its answer. */
  void drop(TrialCall call) {
    open.release(1 + cache.giveUp(call));
  }

  void failBecauseOfUs(Throwable cause) {
    if (stop.isStopping()) {
      return;
    }
    boolean explained = cause instanceof ResearchLabException;
    if (!explained) {
      LOG.log(System.Logger.Level.ERROR, run + " failed by a fault of the lab", cause);
    }
    stop.end(
        RunStatus.FAILED,
        new RunFailure(null, explained ? String.valueOf(cause.getMessage()) : cause.toString()));
  }
}
