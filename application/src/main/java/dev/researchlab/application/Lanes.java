package dev.researchlab.application;

import dev.researchlab.domain.lane.LaneKey;
import dev.researchlab.domain.model.ModelSpecification;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/** The lanes of a lab, shared by all its runs, and the timer that wakes them. */
final class Lanes implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;
  private final Supplier<UUID> ids;
  private final Map<LaneKey, LaneQueue> byKey = new ConcurrentHashMap<>();

  /**
   * @param ids give the seeds of what is drawn
   */
  Lanes(Supplier<UUID> ids) {
    this.ids = ids;
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("lane timer").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  LaneQueue of(ModelSpecification model) {
    return byKey.computeIfAbsent(
        LaneKey.of(model),
        key ->
            new LaneQueue(
                key,
                model.limits(),
                new SplittableRandom(ids.get().getLeastSignificantBits()),
                timer));
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
