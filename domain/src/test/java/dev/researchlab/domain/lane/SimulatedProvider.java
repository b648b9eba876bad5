package dev.researchlab.domain.lane;

import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.QuotaReading;
import dev.researchlab.domain.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A provider in simulated time: it says when a call that arrives now ends, and how. */
final class SimulatedProvider {

  private static final double NANOS = 1e9;

  record Ending(long at, GenerationResult result) {}

  final Duration latency;
  double perSecond = Double.POSITIVE_INFINITY;
  double burst = Double.POSITIVE_INFINITY;
  boolean readings;
  @Nullable Duration retryAfter = Duration.ofSeconds(1);
  int slots = Integer.MAX_VALUE;
  long goneUntil;

  long refused;
  private double level;
  private long filledAt;
  private final PriorityQueue<Long> slotsFreeAt = new PriorityQueue<>();

  SimulatedProvider(Duration latency) {
    this.latency = latency;
  }

  SimulatedProvider quota(double newPerSecond, double newBurst) {
    perSecond = newPerSecond;
    burst = newBurst;
    level = newBurst;
    return this;
  }

  Ending arrives(long now) {
    if (now < goneUntil) {
      return new Ending(now, new Failure(CallFailure.TRANSIENT, "gone", 500, null));
    }
    if (!admits(now)) {
      refused++;
      return new Ending(
          now, new Failure(CallFailure.RATE_LIMIT, "too many", 429, retryAfter, reading()));
    }
    long end = now + latency.toNanos();
    if (slots < Integer.MAX_VALUE) {
      long free = slotsFreeAt.size() < slots ? now : Math.max(now, slotsFreeAt.remove());
      end = free + latency.toNanos();
      slotsFreeAt.add(end);
    }
    Duration took = Duration.ofNanos(end - now);
    return new Ending(
        end,
        new Completion(
            "yes",
            FinishReason.STOP,
            new TokenUsage(10, 10),
            took,
            took,
            List.of(),
            List.of(),
            reading()));
  }

  private boolean admits(long now) {
    if (perSecond == Double.POSITIVE_INFINITY) {
      return true;
    }
    level = Math.min(burst, level + (now - filledAt) / NANOS * perSecond);
    filledAt = now;
    if (level < 1) {
      return false;
    }
    level--;
    return true;
  }

  private List<QuotaReading> reading() {
    return readings
        ? List.of(
            new QuotaReading(
                QuotaReading.Dimension.REQUESTS,
                (long) burst,
                (long) level,
                Duration.ofMillis((long) Math.ceil((burst - level) / perSecond * 1000))))
        : List.of();
  }
}
