package dev.researchlab.domain.model;

/** Why a call gave no answer; the kind decides what may be done about it. */
public enum CallFailure {
  /** The provider asks for fewer requests (429): later, the same call may work. */
  RATE_LIMIT(true),
  /** The provider is over its capacity (503, 529): later, the same call may work. */
  OVERLOAD(true),
  /** A fault of the moment: 500, 502, 504, a connection that broke. */
  TRANSIENT(true),
  /** No whole answer within the time allowed. */
  TIMEOUT(true),
  /** An answer that is not what the protocol promises. */
  MALFORMED(true),
  /** Nobody listens at the address, or its name is unknown. */
  UNREACHABLE(true),
  /** The prompt is longer than the model takes. */
  CONTEXT_LENGTH(false),
  /** The provider refused the prompt or the answer. */
  CONTENT_FILTER(false),
  /** The request is wrong and always will be. */
  BAD_REQUEST(false),
  /** The key is missing, wrong, or may not use this model (401, 403): no further call can work. */
  AUTHENTICATION(false),
  /** The account has no credit left: no further call can work. */
  QUOTA_EXHAUSTED(false);

  private final boolean retryable;

  CallFailure(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same call may work later. */
  public boolean retryable() {
    return retryable;
  }

  /** Whether no further call to this model can work, so that the run must stop at once. */
  public boolean fatal() {
    return this == AUTHENTICATION || this == QUOTA_EXHAUSTED;
  }
}
