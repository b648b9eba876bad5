package dev.researchlab.application;

import java.util.concurrent.atomic.AtomicInteger;

/** The places of a run: how many of its trials are under way, and how many may be. */
final class Places {

  private final AtomicInteger taken = new AtomicInteger();
  private volatile int limit;

  Places(int limit) {
    this.limit = limit;
  }

  boolean tryTake() {
    int now = taken.get();
    while (now < limit) {
      int witness = taken.compareAndExchange(now, now + 1);
      if (witness == now) {
        return true;
      }
      now = witness;
    }
    return false;
  }

  void free() {
    taken.decrementAndGet();
  }

  boolean hasRoom() {
    return taken.get() < limit;
  }

  int taken() {
    return taken.get();
  }

  int limit() {
    return limit;
  }

  void retune(int newLimit) {
    limit = newLimit;
  }
}
