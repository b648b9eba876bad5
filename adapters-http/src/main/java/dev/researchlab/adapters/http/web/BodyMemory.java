package dev.researchlab.adapters.http.web;

import java.util.concurrent.atomic.AtomicLong;

/** What the bodies of all requests together may take of the memory. */
public final class BodyMemory {

  private final AtomicLong left;

  /** So many bytes. */
  public BodyMemory(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** Whether there was so much left; then it has to be given back. */
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) < 0) {
      left.addAndGet(bytes);
      return false;
    }
    return true;
  }

  void giveBack(long bytes) {
    left.addAndGet(bytes);
  }

  static Problem full() {
    return Problem.of(503, "unavailable", "too many long bodies are being read now; try again")
        .withHeader("Connection", "close");
  }
}
