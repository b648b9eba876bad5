package dev.researchlab.adapters.llm.http;

/** An answer is not what the protocol promises; the message says what of it. */
public final class MalformedAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Such as "not valid JSON", to be read after "the answer is". */
  public MalformedAnswerException(String message) {
    super(message);
  }
}
