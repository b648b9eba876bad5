package dev.researchlab.application;

import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How a run is ended early: why, and how those who wait for a model learn of it. */
final class RunStop {

  /**
   * The end that was decided.
   *
   * @param status stopped or failed; running where it is left to the next start
   * @param why null where a user stopped the run
   */
  record Ending(RunStatus status, @Nullable RunFailure why) {}

  /** Threads that may be interrupted: they wait for a model, until then at most. */
  private final Map<Thread, Long> waiting = new ConcurrentHashMap<>();

  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** Is counted down when the run is to end. */
  CountDownLatch stopping() {
    return stopping;
  }

  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** The decided end, null where the run ends by itself. */
  @Nullable Ending ending() {
    return ending.get();
  }

  /** Gives up what is in flight and starts nothing more; the first end that is decided stays. */
  void end(RunStatus status, @Nullable RunFailure why) {
    ending.compareAndSet(null, new Ending(status, why));
    stopping.countDown();
    // A thread leaves the map before it records, and cannot leave it while it is interrupted here.
    waiting.keySet().forEach(this::interrupt);
  }

  /** Interrupts who waits longer than was agreed. */
  void interruptOverdue(long now) {
    waiting.forEach(
        (thread, until) -> {
          if (until - now < 0) {
            interrupt(thread);
          }
        });
  }

  private void interrupt(Thread thread) {
    waiting.computeIfPresent(
        thread,
        (waiter, until) -> {
          waiter.interrupt();
          return until;
        });
  }

  /** Something during which the current thread may be interrupted. */
  interface Waiting<T extends @Nullable Object> {
    T run() throws InterruptedException;
  }

  /**
   * Lets the end of the run interrupt the current thread while, and only while, it does this.
   *
   * @param until when it is overdue, by {@link System#nanoTime}
   * @throws InterruptedException if the run is ending, or it is overdue
   */
  <T extends @Nullable Object> T interruptible(long until, Waiting<T> work)
      throws InterruptedException {
    Thread self = Thread.currentThread();
    waiting.put(self, until);
    try {
      if (isStopping()) {
        throw new InterruptedException("the run is stopping");
      }
      return work.run();
    } finally {
      waiting.remove(self);
      Thread.interrupted();
    }
  }
}
