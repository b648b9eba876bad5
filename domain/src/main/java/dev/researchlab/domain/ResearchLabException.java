package dev.researchlab.domain;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the caller of the method cannot mend there. The message is one sentence for people
 * and says what happened, where, and what to do; it never holds a secret.
 */
public abstract class ResearchLabException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  ResearchLabException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable code of this failure. */
  public ErrorCode code() {
    return code;
  }
}
