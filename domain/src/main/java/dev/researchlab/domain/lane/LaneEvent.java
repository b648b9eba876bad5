package dev.researchlab.domain.lane;

/**
 * A change in what a lane lets through.
 *
 * @param limit calls in flight at most, after it
 * @param reason for people, such as {@code "429: pauses 1.0 s as asked"}
 */
public record LaneEvent(Kind kind, int limit, String reason) {

  /** What changed. */
  public enum Kind {
    /** More calls in flight than before. */
    GREW,
    /** Fewer, after a refusal. */
    CUT,
    /** Fewer, as more brought nothing. */
    STEPPED_BACK,
    /** Nothing is sent for a while. */
    PAUSED,
    /** After a pause a call went well. */
    RESUMED,
    /** The rate that the provider allows became known, or another. */
    PACED
  }
}
