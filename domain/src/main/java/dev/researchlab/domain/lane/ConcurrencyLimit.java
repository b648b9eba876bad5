package dev.researchlab.domain.lane;

/**
 * How many calls may be in flight where the provider does not say: found out as TCP finds out the
 * capacity of a path. It doubles with each round of calls that all went well, up to the threshold
 * that the last refusal taught, and grows by a twentieth in each round beyond it. A refusal cuts it
 * to three quarters, once for all calls that were sent before the cut (recovery points as in RFC
 * 6582). It grows only while it is used.
 */
final class ConcurrencyLimit {

  /** Calls in flight before anything is known. */
  static final int INITIAL = 32;

  private static final double CUT = 0.75;
  private static final double USED = 0.8;
  private static final double GROWTH = 0.05;

  private final int ceiling;
  private double limit;
  private double threshold;
  private long recoveryPoint;
  private long heldUntil;

  ConcurrencyLimit(int ceiling) {
    this.ceiling = ceiling;
    startOver();
  }

  /** Forgets what was learned. */
  void startOver() {
    limit = Math.min(ceiling, INITIAL);
    threshold = ceiling;
  }

  int limit() {
    return (int) limit;
  }

  /**
   * A call went well.
   *
   * @param call its number; calls are numbered from 1 in the order in which they are sent
   * @param inFlight with this one
   */
  void grow(long call, int inFlight) {
    if (call <= heldUntil || inFlight < USED * limit()) {
      return;
    }
    // A round is as many endings as the limit, so that each adds its share of the round's growth.
    boolean slowStart = limit < threshold;
    double next = limit + (slowStart ? 1 : Math.max(1, GROWTH * limit) / limit);
    limit = Math.min(ceiling, slowStart ? Math.min(next, threshold) : next);
  }

  /** Whether a refusal of this call is news: it was sent after the last cut. */
  boolean isNews(long call) {
    return call > recoveryPoint;
  }

  /** Cuts after a refusal that is news. */
  void cut(long lastCall, int inFlight) {
    recoveryPoint = lastCall;
    heldUntil = lastCall;
    limit = Math.max(1, CUT * Math.min(limit, inFlight));
    threshold = limit;
  }

  /** Begins with few again, after a pause has emptied the way. */
  void ramp() {
    limit = Math.max(1, threshold / 4);
  }

  /** Lets at least so many through. */
  void raise(int least) {
    limit = Math.max(limit, Math.min(ceiling, least));
  }

  /** Does not grow by the calls that are in flight now: one of them failed. */
  void hold(long lastCall) {
    heldUntil = lastCall;
  }

  /** Goes back to what served as well with less. */
  void stepBack(int to, long lastCall) {
    limit = Math.max(1, to);
    threshold = limit;
    heldUntil = lastCall;
  }
}
