package dev.researchlab.adapters.llm.http;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.jspecify.annotations.Nullable;

/** One request under way: its times, and when it is given up. */
final class Call {

  /** Which time ran out. */
  enum Limit {
    TOTAL,
    FIRST_BYTE,
    IDLE,
    /** The answer is whole, but the provider does not end its response. */
    END
  }

  /** How long the end of a response may take whose answer is whole. */
  static final long LONGEST_END = TimeUnit.SECONDS.toNanos(1);

  private static final ContentType JSON = ContentType.create("application/json");

  private final TimeLimits limits;
  private final Runnable firstByte;
  private final HttpPost post;
  private final long startedAt = System.nanoTime();
  private boolean sent;
  private long sentAt;
  private long begunAt;
  private long endedAt;
  private long heardAt;
  private boolean begun;
  private boolean ended;

  /** Written after the times above, so that the watch sees them. */
  private volatile boolean heard;

  private volatile @Nullable Limit expired;

  Call(URI target, Header[] headers, byte[] body, TimeLimits limits, Runnable firstByte) {
    this.limits = limits;
    this.firstByte = firstByte;
    post = new HttpPost(target);
    post.setHeaders(headers);
    post.setEntity(
        new EntityTemplate(
            body.length,
            JSON,
            null,
            out -> {
              // The connection stands, and the head of the request is still in its buffer.
              sent = true;
              sentAt = System.nanoTime();
              out.write(body);
            }));
  }

  HttpPost post() {
    return post;
  }

  /** Some bytes of the response came, or its end. */
  void heard() {
    heardAt = System.nanoTime();
    heard = true;
  }

  /** The answer begins with what came last; saying so again does nothing. */
  void begin() {
    if (!begun) {
      begunAt = heardAt;
      begun = true;
      heard = true;
      firstByte.run();
    }
  }

  /** The answer is whole with what came last; saying so again does nothing. */
  void end() {
    if (!ended) {
      begin();
      endedAt = heardAt;
      ended = true;
      heard = true;
    }
  }

  boolean ended() {
    return ended;
  }

  /** Nanoseconds until the first of the limits runs out, not above 0 where one has just now. */
  long left(long now) {
    if (expired != null) {
      return Long.MAX_VALUE;
    }
    if (!heard) {
      return Math.min(limits.total(), limits.firstByte()) - (now - startedAt);
    }
    long left = limits.total() - (now - startedAt);
    if (!begun) {
      left = Math.min(left, limits.firstByte() - (now - startedAt));
    }
    long silence = now - heardAt;
    return Math.min(left, (ended ? LONGEST_END : limits.idle()) - silence);
  }

  /** Gives the call up, which has no time left. */
  void expire(long now) {
    long age = now - startedAt;
    if (heard && ended) {
      expired = Limit.END;
    } else if (age >= limits.total()) {
      expired = Limit.TOTAL;
    } else if (heard && now - heardAt >= limits.idle()) {
      expired = Limit.IDLE;
    } else {
      expired = Limit.FIRST_BYTE;
    }
    post.cancel();
  }

  /** The limit for which the call was given up, null where it was not. */
  @Nullable Limit expired() {
    return expired;
  }

  /** Whether there was a connection that the request was written to. */
  boolean sent() {
    return sent;
  }

  /** From the request's first byte to the answer's last. */
  Duration latency() {
    return Duration.ofNanos(endedAt - sentAt);
  }

  /** From the request's first byte to the answer's first. */
  Duration timeToFirstByte() {
    return Duration.ofNanos(begunAt - sentAt);
  }
}
