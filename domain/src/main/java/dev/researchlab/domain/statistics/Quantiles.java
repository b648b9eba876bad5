package dev.researchlab.domain.statistics;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Erf;

/** The quantiles and tail of the distributions behind the intervals. */
final class Quantiles {

  private static final double ACCURACY = 1e-14;

  private Quantiles() {}

  /**
   * Checks a confidence level.
   *
   * @throws IllegalArgumentException if it is not above 0 and below 1
   */
  static void requireLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "a confidence level lies between 0 and 1, such as 0.95, not " + level);
    }
  }

  /** The z that a standard normal variable stays within, by its size, with this probability. */
  static double normal(double level) {
    return Math.sqrt(2) * Erf.erfInv(level);
  }

  /** The t that Student's variable stays within, by its size, with this probability. */
  static double student(double level, int degreesOfFreedom) {
    return student(degreesOfFreedom).inverseCumulativeProbability(0.5 + level / 2);
  }

  /** The probability that Student's variable is at least as far from 0 as t. */
  static double studentTwoSided(double t, int degreesOfFreedom) {
    return 2 * student(degreesOfFreedom).cumulativeProbability(-Math.abs(t));
  }

  private static TDistribution student(int degreesOfFreedom) {
    // Without a random generator: nothing is sampled, and the default one reads the clock.
    return new TDistribution(null, degreesOfFreedom, ACCURACY);
  }
}
