package dev.researchlab.adapters.llm.openai;

import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityTemplate;

/** One request under way; run at its deadline, it ends the request. */
final class Call implements Runnable {

  private static final ContentType JSON = ContentType.create("application/json");

  private final HttpPost post;
  private boolean sent;
  private long sentAt;
  private volatile boolean expired;

  Call(Endpoint endpoint, byte[] body) {
    post = new HttpPost(endpoint.completions());
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

  @Override
  public void run() {
    expired = true;
    post.cancel();
  }

  /** Whether the deadline passed before the call was over. */
  boolean expired() {
    return expired;
  }

  /** Whether there was a connection that the request was written to. */
  boolean sent() {
    return sent;
  }

  Duration sinceSent() {
    return Duration.ofNanos(System.nanoTime() - sentAt);
  }
}
