package dev.researchlab.domain;

/** The request itself is wrong: the message says which part and why. */
public final class InvalidException extends ResearchLabException {

  private static final long serialVersionUID = 1L;

  /** States what is wrong, where, and what would be right, in one sentence. */
  public InvalidException(String message) {
    super(ErrorCode.INVALID, message, null);
  }

  /** As above, keeping the cause for the log. */
  public InvalidException(String message, Throwable cause) {
    super(ErrorCode.INVALID, message, cause);
  }
}
