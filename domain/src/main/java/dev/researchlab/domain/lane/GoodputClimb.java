package dev.researchlab.domain.lane;

/**
 * Watches whether more calls in flight bring more tokens, for servers that queue without end and
 * never refuse. The time of an answer says nothing here, as long answers look like congestion; that
 * two windows bring no more tokens a second while the first byte takes twice as long says it.
 */
final class GoodputClimb {

  private static final long LONGEST_WINDOW = 5_000_000_000L;
  private static final long SHORTEST_WINDOW = 250_000_000L;
  private static final double GAIN = 1.05;
  private static final int FLAT_WINDOWS = 2;
  private static final int MOST_GROWTH = 4;

  /** For how many windows the limit rests after a step back, before more is tried again. */
  private static final int RESTING_WINDOWS = 12;

  private long windowStart = Long.MIN_VALUE;
  private int limitAtStart;
  private double tokens;
  private double firstByteNanos;
  private int answers;
  private double bestGoodput;
  private int bestLimit;
  private double bestFirstByte;
  private int flat;
  private int resting;

  /**
   * Whether the limit may grow: not while it rests after a step back, nor so fast that a window
   * could not tell what the growth brought. Two doublings fit into a window of two round trips.
   */
  boolean mayGrow(int limit) {
    return resting == 0 && limit < MOST_GROWTH * Math.max(limitAtStart, ConcurrencyLimit.INITIAL);
  }

  /**
   * An answer came.
   *
   * @param size its tokens, at least 1
   * @param firstByte nanoseconds from the request to the first byte of the answer
   * @return the limit to step back to, 0 for none
   */
  int answered(long size, long firstByte, int limit, long now) {
    if (windowStart == Long.MIN_VALUE) {
      begin(limit, now);
    }
    tokens += size;
    firstByteNanos += firstByte;
    answers++;
    long elapsed = now - windowStart;
    double meanFirstByte = firstByteNanos / answers;
    boolean over =
        elapsed >= LONGEST_WINDOW
            || (elapsed >= Math.max(SHORTEST_WINDOW, 2 * meanFirstByte) && answers >= limitAtStart);
    if (!over) {
      return 0;
    }
    int stepBackTo = judge(tokens / elapsed, meanFirstByte);
    begin(stepBackTo > 0 ? stepBackTo : limit, now);
    return stepBackTo;
  }

  private void begin(int limit, long now) {
    windowStart = now;
    limitAtStart = limit;
    tokens = 0;
    firstByteNanos = 0;
    answers = 0;
  }

  private int judge(double goodput, double firstByte) {
    if (resting > 0) {
      resting--;
      if (resting == 0) {
        bestGoodput = 0;
      }
      return 0;
    }
    if (goodput > GAIN * bestGoodput || limitAtStart <= bestLimit) {
      bestGoodput = Math.max(goodput, bestGoodput);
      bestLimit = limitAtStart;
      bestFirstByte = firstByte;
      flat = 0;
      return 0;
    }
    flat++;
    if (flat < FLAT_WINDOWS || firstByte < 2 * bestFirstByte) {
      return 0;
    }
    flat = 0;
    resting = RESTING_WINDOWS;
    return bestLimit;
  }
}
