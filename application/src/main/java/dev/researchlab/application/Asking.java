package dev.researchlab.application;

import dev.researchlab.domain.lane.Backoff;
import dev.researchlab.domain.lane.Lane;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model once for a trial. Where a call has not begun to answer after the time of the hedge,
 * a second one is sent beside it, and the first of both to answer counts. The wait for the whole
 * answer is no reason for that: it would favour short answers.
 */
final class Asking {

  /** A model answers in its time-out; one that does not is interrupted so much later. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final RunStop stop;
  private final Backoff backoff;
  private final @Nullable Duration hedgeAfter;

  Asking(RunStop stop, Backoff backoff, @Nullable Duration hedgeAfter) {
    this.stop = stop;
    this.backoff = backoff;
    this.hedgeAfter = hedgeAfter;
  }

  /**
   * Asks, and tells the lane how it ended.
   *
   * @throws InterruptedException if the run was stopped
   */
  GenerationResult ask(TrialCall call, Lane.Permit permit) throws InterruptedException {
    return hedgeAfter == null ? attempt(call, permit, () -> {}) : race(call, permit, hedgeAfter);
  }

  private GenerationResult attempt(TrialCall call, Lane.Permit permit, Runnable firstByte)
      throws InterruptedException {
    LaneQueue lane = call.lane().queue();
    GenerationResult result = null;
    try {
      result = generate(call, firstByte);
      call.tried(result);
      return result;
    } finally {
      if (result == null) {
        lane.abandoned(permit);
      } else {
        lane.ended(permit, result, backoff);
      }
    }
  }

  private GenerationResult generate(TrialCall call, Runnable firstByte)
      throws InterruptedException {
    Duration timeout = call.variant().frozen().model().timeout();
    long until = System.nanoTime() + timeout.plus(GRACE).toNanos();
    try {
      return stop.interruptible(
          until, () -> call.variant().model().generate(call.request(), firstByte));
    } catch (InterruptedException e) {
      if (stop.isStopping() || System.nanoTime() - until < 0) {
        throw e;
      }
      return new Failure(
          CallFailure.TIMEOUT,
          "the call did not end by itself long after its time-out of " + timeout.toSeconds() + " s",
          null,
          null);
    }
  }

  /** How a call of a race ended: by a result or by a fault of ours, or as it was interrupted. */
  private record End(@Nullable GenerationResult result, @Nullable Throwable fault) {}

  private GenerationResult race(TrialCall call, Lane.Permit permit, Duration hedgeTime)
      throws InterruptedException {
    BlockingQueue<End> ends = new LinkedBlockingQueue<>();
    List<Thread> threads = new ArrayList<>();
    FirstByte began = new FirstByte();
    threads.add(start(call, permit, began, ends));
    try {
      End end = ends.poll(hedgeTime.toNanos(), TimeUnit.NANOSECONDS);
      if (end == null && !began.seen) {
        Lane.Permit second = call.lane().queue().tryHedge(call.size());
        if (second != null) {
          threads.add(start(call, second, began, ends));
        }
      }
      end = end == null ? ends.take() : end;
      if (threads.size() == 2 && !(end.result() instanceof GenerationResult.Completion)) {
        end = ends.take();
      }
      return resultOf(end);
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  private static final class FirstByte {
    private volatile boolean seen;
  }

  private Thread start(
      TrialCall call, Lane.Permit permit, FirstByte began, BlockingQueue<End> ends) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                ends.add(new End(attempt(call, permit, () -> began.seen = true), null));
              } catch (InterruptedException | RuntimeException | Error e) {
                ends.add(new End(null, e));
              }
            });
  }

  private static GenerationResult resultOf(End end) throws InterruptedException {
    return switch (end.fault()) {
      case null -> Objects.requireNonNull(end.result());
      case InterruptedException stopped -> throw stopped;
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      case Throwable fault -> throw new IllegalStateException(fault);
    };
  }
}
