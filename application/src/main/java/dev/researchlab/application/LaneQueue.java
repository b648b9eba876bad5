package dev.researchlab.application;

import dev.researchlab.domain.lane.Backoff;
import dev.researchlab.domain.lane.CallSize;
import dev.researchlab.domain.lane.FairQueue;
import dev.researchlab.domain.lane.Lane;
import dev.researchlab.domain.lane.LaneEvent;
import dev.researchlab.domain.lane.LaneKey;
import dev.researchlab.domain.lane.LaneStatus;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.ModelLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A lane with what waits for it. Whenever something changes (a call is added or ends, a pause is
 * over) it sends all that the lane lets through.
 */
final class LaneQueue {

  private final LaneKey key;
  private final ScheduledExecutorService timer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Lane lane;
  private final FairQueue<TrialCall> queue =
      new FairQueue<>(call -> 1 + call.size().inputTokens() + call.size().outputTokens());
  private final Map<FairQueue<TrialCall>.Flow, Consumer<LaneEvent>> watchers =
      new ConcurrentHashMap<>();
  private long wakeAt;
  private boolean wakes;

  LaneQueue(
      LaneKey key, ModelLimits limits, RandomGenerator random, ScheduledExecutorService timer) {
    this.key = key;
    this.timer = timer;
    this.lane =
        new Lane(
            limits,
            random,
            event -> watchers.values().forEach(watcher -> watcher.accept(event)),
            System.nanoTime());
  }

  LaneKey key() {
    return key;
  }

  /** A flow for a run. */
  FairQueue<TrialCall>.Flow open(BooleanSupplier mayStart, Consumer<LaneEvent> watcher) {
    return locked(
        () -> {
          FairQueue<TrialCall>.Flow flow = queue.open(mayStart);
          watchers.put(flow, watcher);
          return flow;
        });
  }

  /** Takes a run's flow away, and gives back what waited in it. */
  List<TrialCall> close(FairQueue<TrialCall>.Flow flow) {
    watchers.remove(flow);
    return locked(flow::close);
  }

  void add(FairQueue<TrialCall>.Flow flow, TrialCall call) {
    lock.lock();
    try {
      flow.add(call);
      sendAll();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a call that is tried again after a while. */
  void retry(FairQueue<TrialCall>.Flow flow, TrialCall call, long delayNanos) {
    lock.lock();
    try {
      flow.retry(call, System.nanoTime() + delayNanos);
      sendAll();
    } finally {
      lock.unlock();
    }
  }

  void ended(Lane.Permit permit, GenerationResult result, Backoff backoff) {
    lock.lock();
    try {
      lane.ended(permit, result, backoff, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  void abandoned(Lane.Permit permit) {
    lock.lock();
    try {
      lane.abandoned(permit);
    } finally {
      lock.unlock();
    }
  }

  /** Sends one more call beside one that stalls, where the lane lets it through at once. */
  Lane.@Nullable Permit tryHedge(CallSize size) {
    lock.lock();
    try {
      long now = System.nanoTime();
      return lane.mayHedge() && lane.wait(size, now) == 0 ? lane.sendHedge(size, now) : null;
    } finally {
      lock.unlock();
    }
  }

  /** What the lane says, under its lock. */
  <T> T ask(Function<Lane, T> question) {
    return locked(() -> question.apply(lane));
  }

  /**
   * Takes out what waits to be tried again, for a run whose patience with the lane is at an end.
   */
  List<TrialCall> giveUpRetries(FairQueue<TrialCall>.Flow flow) {
    return locked(
        () -> {
          List<TrialCall> calls = flow.giveUpRetries();
          if (!queue.hasRetries()) {
            lane.startOver();
          }
          return calls;
        });
  }

  /** Whether nothing is or was let through for that long. */
  boolean isHopeless(Duration patience) {
    long now = System.nanoTime();
    return locked(() -> Math.max(lane.pauseLeft(now), lane.refusedFor(now)) > patience.toNanos());
  }

  LaneStatus status() {
    return locked(() -> lane.status(System.nanoTime()));
  }

  int waiting() {
    return locked(queue::size);
  }

  private interface Work<T> {
    T run();
  }

  private <T> T locked(Work<T> work) {
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Sends what may be sent now, and comes back when more may be. */
  void send() {
    lock.lock();
    try {
      sendAll();
    } finally {
      lock.unlock();
    }
  }

  private void sendAll() {
    while (lane.hasPlace()) {
      long now = System.nanoTime();
      FairQueue<TrialCall>.Flow flow = queue.next(now);
      if (flow == null) {
        wakeIn(queue.untilNextRetry(now), now);
        return;
      }
      TrialCall call = flow.peek(now);
      long wait = lane.wait(call.size(), now);
      if (wait > 0) {
        wakeIn(wait, now);
        return;
      }
      // Another lane may have taken the last place of the run in between: then its flow is not
      // next.
      if (call.tryStart()) {
        flow.take(now);
        call.send(lane.send(call.size(), now));
      }
    }
  }

  private void wakeIn(long nanos, long now) {
    if (nanos == Long.MAX_VALUE || (wakes && wakeAt - now <= nanos)) {
      return;
    }
    wakes = true;
    wakeAt = now + nanos;
    ScheduledFuture<?> unused = timer.schedule(this::wake, nanos, TimeUnit.NANOSECONDS);
  }

  private void wake() {
    lock.lock();
    try {
      wakes = false;
      sendAll();
    } finally {
      lock.unlock();
    }
  }
}
