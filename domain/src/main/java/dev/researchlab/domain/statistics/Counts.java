package dev.researchlab.domain.statistics;

/** The check of the counts that every result carries. */
final class Counts {

  private Counts() {}

  static void require(long n, long missing) {
    if (n < 1 || missing < 0) {
      throw new IllegalArgumentException(
          "there is nothing to estimate from " + n + " observations with " + missing + " missing");
    }
  }
}
