package dev.researchlab.domain;

/** The stable code of a failure, by which programs branch and people search. */
public enum ErrorCode {
  /** What was named does not exist in this project. */
  NOT_FOUND,
  /**
   * The request contradicts the present state: a duplicate, a stale version, an illegal transition.
   */
  CONFLICT,
  /** The request itself is wrong; the same request will always fail. */
  INVALID,
  /** A part that is needed does not answer now; the same request may work later. */
  UNAVAILABLE
}
