package dev.researchlab.application;

import dev.researchlab.domain.lane.FairQueue;
import dev.researchlab.domain.lane.LaneEvent;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A run's part of a lane.
 *
 * @param variants of the run whose calls go through the lane
 */
record RunLane(LaneQueue queue, FairQueue<TrialCall>.Flow flow, List<OpenVariant> variants) {

  static RunLane open(
      LaneQueue queue,
      List<OpenVariant> variants,
      BooleanSupplier mayStart,
      Consumer<LaneEvent> watcher) {
    return new RunLane(queue, queue.open(mayStart, watcher), variants);
  }

  void add(TrialCall call) {
    queue.add(flow, call);
  }

  void retry(TrialCall call, long delayNanos) {
    queue.retry(flow, call, delayNanos);
  }

  List<TrialCall> giveUpRetries() {
    return queue.giveUpRetries(flow);
  }

  /** Gives back what waited. */
  List<TrialCall> close() {
    return queue.close(flow);
  }
}
