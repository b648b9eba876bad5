package dev.researchlab.adapters.llm.http;

import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ModelSpecification;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.IdleConnectionEvictor;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Posts requests to one endpoint and says how each ended. Thread-safe.
 *
 * <p>A call is made once: there are no retries, redirects, cookies or decompression that could hide
 * what the provider does.
 */
public final class ProviderClient implements AutoCloseable {

  /**
   * Makes a result of a response of success.
   *
   * @param <R> the result of a call
   */
  public interface Reader<R> {

    /**
     * Reads the answer to its end.
     *
     * @throws MalformedAnswerException if it is not what the protocol promises, as is JSON that the
     *     parser rejects
     * @throws ErrorEventException if the provider ended a stream with an error
     */
    R read(Answer answer) throws IOException, MalformedAnswerException, ErrorEventException;
  }

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  /** Connections of a peak that the provider closed would hold their files without end. */
  private static final TimeValue IDLE = TimeValue.ofSeconds(30);

  private static final int MAX_REFUSAL = 1024 * 1024;

  private final Endpoint endpoint;
  private final HttpHost host;
  private final Header[] headers;
  private final InstantSource clock;
  private final Failures failures;
  private final TimeLimits limits;
  private final Duration connectTimeout;
  private final CloseableHttpClient client;
  private final IdleConnectionEvictor evictor;
  private final Watch watch;

  /**
   * A client that has no connection yet; the caller closes it.
   *
   * @param key what no message may show, null where there is none
   * @param headers of every request
   * @param clock the present, against which a provider's dates are measured
   */
  public ProviderClient(
      ModelSpecification specification,
      Endpoint endpoint,
      @Nullable String key,
      Map<String, String> headers,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.host = HttpHost.create(endpoint.at(""));
    this.headers =
        Stream.concat(
                Stream.of(new BasicHeader("User-Agent", "llm-research-lab")),
                headers.entrySet().stream()
                    .map(
                        header -> {
                          String value = header.getValue();
                          boolean secret = key != null && value.contains(key);
                          return new BasicHeader(header.getKey(), value, secret);
                        }))
            .toArray(Header[]::new);
    this.clock = clock;
    this.failures = new Failures(specification, endpoint, new OneLine(key), clock);
    this.limits = TimeLimits.of(specification);
    this.connectTimeout =
        Duration.ofNanos(
            Math.min(LONGEST_CONNECT.toNanos(), Math.min(limits.total(), limits.firstByte())));
    PoolingHttpClientConnectionManager connections = Connections.pool(connectTimeout);
    this.client = HttpClients.createMinimal(connections);
    this.evictor = new IdleConnectionEvictor(connections, IDLE);
    evictor.start();
    this.watch = new Watch("watch of " + endpoint.base(), limits);
  }

  /**
   * Posts one request and waits for what comes of it.
   *
   * @param body JSON
   * @param firstByte is run once when an answer of success begins
   * @param failed makes a result of a failure
   * @throws InterruptedException if the calling thread is interrupted; the call is given up at once
   * @throws IllegalStateException if the client is closed
   */
  public <R> R post(
      URI target, byte[] body, Runnable firstByte, Reader<R> reader, Function<Failure, R> failed)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (watch.closed()) {
      throw new IllegalStateException("the model at " + endpoint.base() + " is closed");
    }
    if (!Thread.currentThread().isVirtual()) {
      return onVirtualThread(() -> post(target, body, firstByte, reader, failed));
    }
    var call = new Call(target, headers, body, limits, firstByte);
    watch.add(call);
    try {
      ClassicHttpResponse response =
          client.executeOpen(host, call.post(), HttpClientContext.create());
      try {
        return result(response, call, reader, failed);
      } finally {
        Closer.closeQuietly(response);
      }
    } catch (IOException e) {
      return failed.apply(failure(e, call));
    } catch (IllegalStateException e) {
      // What the client says where a limit runs out between two of its steps.
      Call.@Nullable Limit expired = call.expired();
      if (expired != null) {
        return failed.apply(failures.late(expired, call.sent()));
      }
      throw e;
    } finally {
      watch.remove(call);
    }
  }

  private interface Post<R> {
    R run() throws InterruptedException;
  }

  /** An interrupt reaches a thread that waits for a socket only where the thread is virtual. */
  private static <R> R onVirtualThread(Post<R> post) throws InterruptedException {
    var task = new FutureTask<>(post::run);
    Thread thread = Thread.ofVirtual().start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private <R> R result(
      ClassicHttpResponse response, Call call, Reader<R> reader, Function<Failure, R> failed)
      throws IOException {
    call.heard();
    Answer answer = new Answer(response, call, clock);
    int status = response.getCode();
    if (status < 200 || status >= 300) {
      answer.readBody(MAX_REFUSAL);
      return failed.apply(failures.refused(response, answer.seen()));
    }
    try {
      return reader.read(answer);
    } catch (JacksonException e) {
      return failed.apply(malformed(response, "not valid JSON", call, answer));
    } catch (MalformedAnswerException e) {
      return failed.apply(malformed(response, e.getMessage(), call, answer));
    } catch (ErrorEventException e) {
      call.post().cancel();
      return failed.apply(failures.stopped(response, answer.seen()));
    }
  }

  private Failure malformed(
      ClassicHttpResponse response, @Nullable String reason, Call call, Answer answer) {
    if (!call.ended()) {
      // Closing the response would read the rest of it.
      call.post().cancel();
    }
    return failures.malformed(response, String.valueOf(reason), answer.seen());
  }

  private Failure failure(IOException e, Call call) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Call.@Nullable Limit expired = call.expired();
    if (expired != null) {
      return failures.late(expired, call.sent());
    }
    return call.sent() ? failures.broken(e) : failures.unreachable(e, connectTimeout);
  }

  @Override
  public void close() {
    watch.close();
    evictor.shutdown();
    client.close(CloseMode.IMMEDIATE);
  }
}
