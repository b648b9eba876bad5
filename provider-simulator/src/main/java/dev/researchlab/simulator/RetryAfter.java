package dev.researchlab.simulator;

/** The form in which a 429 says when to come back. */
public enum RetryAfter {
  /** {@code Retry-After} in whole seconds, rounded up. */
  SECONDS,
  /** {@code retry-after-ms} in milliseconds, rounded up. */
  MILLISECONDS,
  /** {@code Retry-After} as an HTTP date, rounded up to the second. */
  HTTP_DATE,
  /** No header: the client has to guess. */
  NONE
}
