package dev.researchlab.adapters.s3;

import dev.researchlab.domain.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lets as many at once ask the service as there are connections. The others wait, first come first
 * served, and their waiting is not taken for a service that does not answer.
 */
final class Turns {

  private final int connections;
  private final Duration longestWait;
  private final Semaphore free;

  /**
   * @param longestWait after which somebody is believed to hold contents open for good
   */
  Turns(int connections, Duration longestWait) {
    this.connections = connections;
    this.longestWait = longestWait;
    this.free = new Semaphore(connections, true);
  }

  <T> T during(Supplier<T> call) {
    begin();
    try {
      return call.get();
    } finally {
      end();
    }
  }

  void begin() {
    try {
      if (!free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        String waited =
            "all %d connections to S3 have been in use for %d s; close contents that are not read"
                .formatted(connections, longestWait.toSeconds());
        throw new UnavailableException(waited, new TimeoutException(waited));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("S3 was not asked: the thread was interrupted", e);
    }
  }

  void end() {
    free.release();
  }
}
