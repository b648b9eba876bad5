package dev.researchlab.domain.metric;

/** What every metric that compares says of a sample without an expected answer. */
final class NothingExpected {

  static final Score SCORE = new Score.Unscored("the sample has no expected answer");

  private NothingExpected() {}
}
