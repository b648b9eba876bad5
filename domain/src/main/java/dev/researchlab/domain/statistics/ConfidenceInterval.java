package dev.researchlab.domain.statistics;

/**
 * Where a quantity lies, by the data.
 *
 * @param level the coverage, such as 0.95
 * @param method by which it was computed, such as {@code wilson}
 */
public record ConfidenceInterval(double lower, double upper, double level, String method) {

  public ConfidenceInterval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("not an interval: [" + lower + ", " + upper + "]");
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("a confidence level lies between 0 and 1, not " + level);
    }
  }
}
