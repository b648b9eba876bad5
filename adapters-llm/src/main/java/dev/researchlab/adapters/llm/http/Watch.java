package dev.researchlab.adapters.llm.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives up the calls of a client that run out of time.
 *
 * <p>One thread looks at all of them. A limit that begins after a look cannot run out before the
 * shortest limit has passed, so the thread sleeps until then or until the first limit that it saw
 * runs out: a call costs no timer.
 */
final class Watch implements AutoCloseable {

  /** Between two looks, so that limits that run out one after the other share a look. */
  private static final long SHORTEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(5);

  private final long longestSleep;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  Watch(String name, TimeLimits limits) {
    longestSleep = Math.min(limits.shortest(), Call.LONGEST_END);
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  void add(Call call) {
    calls.add(call);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  void remove(Call call) {
    calls.remove(call);
  }

  boolean closed() {
    return closed;
  }

  private void run() {
    boolean quiet = false;
    while (!closed) {
      if (quiet && calls.isEmpty()) {
        sleepUntilACall();
      }
      // A pause between two calls is shorter than a sleep: nobody is woken for the second.
      quiet = calls.isEmpty();
      LockSupport.parkNanos(this, Math.max(SHORTEST_SLEEP, look()));
    }
  }

  private void sleepUntilACall() {
    asleep = true;
    while (calls.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /** Gives up the calls without time; how long the others have at least. */
  private long look() {
    long now = System.nanoTime();
    long least = longestSleep;
    for (Call call : calls) {
      long left = call.left(now);
      if (left > 0) {
        least = Math.min(least, left);
      } else {
        call.expire(now);
      }
    }
    return least;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
