package dev.researchlab.simulator;

import java.time.Duration;

/** How long a request waits for its answer, or in a stream for its first chunk. */
public sealed interface Latency {

  /** Answers at once. */
  record None() implements Latency {}

  /** The same wait for every request. */
  record Fixed(Duration duration) implements Latency {
    public Fixed {
      requirePositive(duration, "the latency");
    }
  }

  /** Waits whose logarithm is normal with mean ln(median) and standard deviation sigma. */
  record LogNormal(Duration median, double sigma) implements Latency {
    public LogNormal {
      requirePositive(median, "the median latency");
      if (!(sigma >= 0 && sigma <= 5)) {
        throw new IllegalArgumentException(
            "sigma of the log-normal latency must be between 0 and 5, not " + sigma);
      }
    }
  }

  private static void requirePositive(Duration duration, String name) {
    SimulatorSettings.requireWithinADay(duration, name);
    if (duration.isZero()) {
      throw new IllegalArgumentException(name + " must be above zero; for no wait use None");
    }
  }
}
