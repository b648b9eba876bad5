package dev.researchlab.adapters.llm.http;

/** A stream ended with the provider's error, which is what was read last. */
public final class ErrorEventException extends Exception {
  private static final long serialVersionUID = 1L;
}
