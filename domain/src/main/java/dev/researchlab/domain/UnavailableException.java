package dev.researchlab.domain;

/** A part that is needed does not answer now; the same request may work later. */
public final class UnavailableException extends ResearchLabException {

  private static final long serialVersionUID = 1L;

  /** States which part, and what was seen of it, in one sentence. */
  public UnavailableException(String message, Throwable cause) {
    super(ErrorCode.UNAVAILABLE, message, cause);
  }
}
