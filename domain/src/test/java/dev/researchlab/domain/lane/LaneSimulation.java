package dev.researchlab.domain.lane;

import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.ModelLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Sends trials through a lane to a simulated provider, in simulated time and without threads. */
final class LaneSimulation {

  static final long SEED = 20261123;
  private static final CallSize SIZE = new CallSize(10, 10);
  private static final Duration LONGEST = Duration.ofHours(10);

  private record Arrival(long at, Lane.Permit permit, GenerationResult result, int trial) {}

  final List<LaneEvent> events = new ArrayList<>();
  final List<Long> sentAt = new ArrayList<>();
  final Lane lane;
  int mostInFlight;
  int answered;
  long endedAt;

  private final SimulatedProvider provider;
  private final int concurrency;
  private final PriorityQueue<Arrival> underWay =
      new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
  private final FairQueue<Integer> queue = new FairQueue<>(trial -> 1);

  LaneSimulation(SimulatedProvider provider, ModelLimits limits, int concurrency) {
    this.provider = provider;
    this.concurrency = concurrency;
    this.lane = new Lane(limits, new SplittableRandom(SEED), events::add, 0);
  }

  /** Runs until every trial is answered. */
  LaneSimulation run(int trials) {
    FairQueue<Integer>.Flow flow = queue.open(() -> underWay.size() < concurrency);
    for (int trial = 0; trial < trials; trial++) {
      flow.add(trial);
    }
    long now = 0;
    while (answered < trials) {
      long wait = sendAll(now);
      Arrival next = underWay.peek();
      long wake = wait == Long.MAX_VALUE ? Long.MAX_VALUE : now + wait;
      if (next != null && next.at() <= wake) {
        now = next.at();
        end(flow, underWay.remove(), now);
      } else {
        now = wake;
      }
      if (now > LONGEST.toNanos()) {
        throw new AssertionError("after 10 hours only " + answered + " trials are answered");
      }
    }
    endedAt = now;
    return this;
  }

  private long sendAll(long now) {
    while (lane.hasPlace()) {
      FairQueue<Integer>.Flow flow = queue.next(now);
      if (flow == null) {
        return queue.untilNextRetry(now);
      }
      long wait = lane.wait(SIZE, now);
      if (wait > 0) {
        return wait;
      }
      int trial = flow.take(now);
      Lane.Permit permit = lane.send(SIZE, now);
      sentAt.add(now);
      SimulatedProvider.Ending ending = provider.arrives(now);
      underWay.add(new Arrival(ending.at(), permit, ending.result(), trial));
      mostInFlight = Math.max(mostInFlight, underWay.size());
    }
    return Long.MAX_VALUE;
  }

  private void end(FairQueue<Integer>.Flow flow, Arrival arrival, long now) {
    lane.ended(arrival.permit(), arrival.result(), new Backoff(Duration.ofMillis(500)), now);
    if (arrival.result() instanceof GenerationResult.Completion) {
      answered++;
    } else {
      flow.retry(arrival.trial(), now);
    }
  }

  double seconds() {
    return endedAt / 1e9;
  }
}
