package dev.researchlab.domain.metric;

/**
 * A text that a regular expression may read only so often: backtracking can take longer than anyone
 * waits, and a count, unlike a clock, stops it at the same place every time.
 */
final class LimitedText implements CharSequence {

  /** Enough for tens of readings of the longest answers, and over in a second. */
  private static final long STEPS = 20_000_000;

  private static final long STEPS_PER_CHARACTER = 20;

  private final String text;
  private final long limit;
  private long steps;

  LimitedText(String text) {
    this.text = text;
    this.limit = STEPS + STEPS_PER_CHARACTER * text.length();
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++steps > limit) {
      throw new LimitExceededException(limit);
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  /** The text was read more often than allowed. */
  static final class LimitExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long steps;

    private LimitExceededException(long steps) {
      super("after " + steps + " steps", null, false, false);
      this.steps = steps;
    }

    long steps() {
      return steps;
    }
  }
}
