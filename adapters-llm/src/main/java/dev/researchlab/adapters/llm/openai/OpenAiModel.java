package dev.researchlab.adapters.llm.openai;

import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.IdleConnectionEvictor;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** A model behind one endpoint, with its connections. */
final class OpenAiModel implements LanguageModel {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  /** Connections of a peak that the provider closed would hold their files without end. */
  private static final TimeValue IDLE = TimeValue.ofSeconds(30);

  private static final int MAX_REFUSAL = 1024 * 1024;

  private final Endpoint endpoint;
  private final HttpHost host;
  private final ChatRequestWriter requests;
  private final Failures failures;
  private final Duration timeout;
  private final Duration connectTimeout;
  private final Header[] headers;
  private final CloseableHttpClient client;
  private final IdleConnectionEvictor evictor;
  private final ScheduledThreadPoolExecutor deadlines;

  OpenAiModel(
      Endpoint endpoint,
      @Nullable String key,
      ChatRequestWriter requests,
      Failures failures,
      Duration timeout) {
    this.endpoint = endpoint;
    this.host = HttpHost.create(endpoint.completions());
    this.requests = requests;
    this.failures = failures;
    this.timeout = timeout;
    this.connectTimeout = timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT;
    this.headers = headers(key);
    PoolingHttpClientConnectionManager connections = Connections.pool(connectTimeout);
    // It has no retries, redirects, cookies or decompression that could hide what the provider
    // does.
    this.client = HttpClients.createMinimal(connections);
    this.evictor = new IdleConnectionEvictor(connections, IDLE);
    evictor.start();
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("deadlines of " + endpoint.base()).factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  private static Header[] headers(@Nullable String key) {
    List<Header> headers = new ArrayList<>();
    headers.add(new BasicHeader("Accept", "application/json"));
    headers.add(new BasicHeader("User-Agent", "llm-research-lab"));
    if (key != null) {
      headers.add(new BasicHeader("Authorization", "Bearer " + key, true));
    }
    return headers.toArray(Header[]::new);
  }

  @Override
  public GenerationResult generate(GenerationRequest request, Runnable firstByte)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (deadlines.isShutdown()) {
      throw new IllegalStateException("the model at " + endpoint.base() + " is closed");
    }
    return Thread.currentThread().isVirtual() ? call(request) : callOnVirtualThread(request);
  }

  /** An interrupt reaches a thread that waits for a socket only where the thread is virtual. */
  private GenerationResult callOnVirtualThread(GenerationRequest request)
      throws InterruptedException {
    var task = new FutureTask<>(() -> call(request));
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

  private GenerationResult call(GenerationRequest request) throws InterruptedException {
    var call = new Call(endpoint, requests.write(request));
    call.post().setHeaders(headers);
    Future<?> deadline =
        deadlines.schedule(call, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    try {
      ClassicHttpResponse response =
          client.executeOpen(host, call.post(), HttpClientContext.create());
      try {
        return answer(response, call);
      } finally {
        Closer.closeQuietly(response);
      }
    } catch (IOException e) {
      return failure(e, call);
    } catch (IllegalStateException e) {
      // What the client says where the deadline comes between two of its steps.
      if (call.expired()) {
        return failures.late(call.sent(), timeout);
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private GenerationResult answer(ClassicHttpResponse response, Call call) throws IOException {
    int status = response.getCode();
    boolean success = status >= 200 && status < 300;
    int most = success ? Json.MAX_BODY : MAX_REFUSAL;
    byte[] body = body(response, most);
    if (body.length > most) {
      // Closing the response would read the rest of it.
      call.post().cancel();
    }
    if (!success) {
      return failures.refused(response, body);
    }
    if (body.length > most) {
      return failures.malformed(status, "with more than " + most + " bytes", body);
    }
    try {
      return ChatAnswer.parse(body, call.sinceSent());
    } catch (ChatAnswer.MalformedException e) {
      return failures.malformed(status, "the answer is " + e.getMessage(), body);
    }
  }

  /** The body, or one byte more than the most that is wanted where it is longer than that. */
  private static byte[] body(ClassicHttpResponse response, int most) throws IOException {
    @Nullable HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    long length = entity.getContentLength();
    int wanted = length >= 0 && length < most ? (int) length : most;
    return entity.getContent().readNBytes(wanted + 1);
  }

  private GenerationResult failure(IOException e, Call call) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (call.expired()) {
      return failures.late(call.sent(), timeout);
    }
    return call.sent() ? failures.broken(e) : failures.unreachable(e, connectTimeout);
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    evictor.shutdown();
    client.close(CloseMode.IMMEDIATE);
  }
}
