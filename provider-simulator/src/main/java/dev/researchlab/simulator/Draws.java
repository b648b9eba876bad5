package dev.researchlab.simulator;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chances of one request, decided by the seed and the request's number alone, so that the
 * totals over the first n requests do not depend on the order in which connections are served.
 */
final class Draws {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final Map<Fault, Double> rates;
  private final long faultsFrom;
  private final long faultsUntil;
  private final Latency latency;

  Draws(SimulatorSettings settings) {
    seed = settings.seed();
    rates = settings.faultRates();
    faultsFrom = settings.faultsFrom();
    faultsUntil = settings.faultsUntil();
    latency = settings.latency();
  }

  @Nullable Fault fault(long number) {
    if (rates.isEmpty() || number < faultsFrom || number > faultsUntil) {
      return null;
    }
    double draw = uniform(number, 0);
    double below = 0;
    for (Fault fault : Fault.values()) {
      below += rates.getOrDefault(fault, 0.0);
      if (draw < below) {
        return fault;
      }
    }
    return null;
  }

  long latencyNanos(long number) {
    return switch (latency) {
      case Latency.None none -> 0;
      case Latency.Fixed fixed -> fixed.duration().toNanos();
      case Latency.LogNormal logNormal -> logNormalNanos(logNormal, number);
    };
  }

  private long logNormalNanos(Latency.LogNormal logNormal, long number) {
    // Box and Muller (1958); 1 - u keeps the logarithm finite.
    double normal =
        Math.sqrt(-2 * Math.log(1 - uniform(number, 1)))
            * Math.cos(2 * Math.PI * uniform(number, 2));
    long nanos = (long) (logNormal.median().toNanos() * Math.exp(logNormal.sigma() * normal));
    return Math.min(nanos, Duration.ofDays(1).toNanos());
  }

  private double uniform(long number, int stream) {
    return unit(mix(mix(seed + stream * GOLDEN_GAMMA) + number * GOLDEN_GAMMA));
  }

  /** The top 53 bits as a number in [0, 1). */
  static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  static long mix(long value) {
    long z = value + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A 64-bit hash of a text, the same in every process (FNV-1a over UTF-16 units, then mixed). */
  static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return mix(hash);
  }
}
