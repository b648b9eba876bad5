package dev.researchlab.domain;

/**
 * The request contradicts the present state: a duplicate, a stale version, an illegal transition.
 */
public final class ConflictException extends ResearchLabException {

  private static final long serialVersionUID = 1L;

  /** States the contradiction in one sentence. */
  public ConflictException(String message) {
    super(ErrorCode.CONFLICT, message, null);
  }
}
