package dev.researchlab.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A provider on 127.0.0.1 that speaks OpenAI's and Anthropic's protocols, with the limits, latency
 * and faults of its settings. It speaks HTTP/1.1 over plain sockets, one virtual thread per
 * connection, because faults need control of every byte on the wire.
 */
public final class ProviderSimulator implements AutoCloseable {

  private static final int BACKLOG = 4096;

  private final SimulatorSettings settings;
  private final Counters counters = new Counters();
  private final ModelCalls modelCalls;
  private final Answers answers;
  private final ServerSocket serverSocket;
  private final long startedSeconds = System.currentTimeMillis() / 1000;
  private final ExecutorService connections =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("simulator-connection-", 0).factory());
  private volatile boolean closed;

  private ProviderSimulator(SimulatorSettings settings) {
    this.settings = settings;
    modelCalls = new ModelCalls(settings, counters);
    answers = Answers.of(settings.answers(), counters);
    serverSocket = listen(settings.port());
  }

  /**
   * Starts a simulator; it runs until it is closed.
   *
   * @throws SimulatorException when the answer file cannot be used or the port is taken
   */
  public static ProviderSimulator start(SimulatorSettings settings) {
    ProviderSimulator simulator = new ProviderSimulator(settings);
    Thread.ofPlatform().daemon().name("simulator-accept").start(simulator::accept);
    return simulator;
  }

  public int port() {
    return serverSocket.getLocalPort();
  }

  /** The address that an OpenAI client takes, such as {@code http://127.0.0.1:8080/v1}. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  public SimulatorStats stats() {
    return counters.snapshot();
  }

  /** Sets the statistics to zero and starts the sequence of faults and latencies over. */
  public void resetStats() {
    counters.reset();
    modelCalls.restart();
  }

  /** Ends every connection at once, whatever it is doing. */
  @Override
  public void close() {
    closed = true;
    try {
      serverSocket.close();
      connections.shutdownNow();
      if (!connections.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("connections of the simulator did not end");
      }
    } catch (IOException e) {
      throw new IllegalStateException("the simulator could not stop listening", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket serverSocket = new ServerSocket();
      try {
        serverSocket.bind(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
            BACKLOG);
        return serverSocket;
      } catch (IOException e) {
        serverSocket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SimulatorException(
          "cannot listen on 127.0.0.1:" + port + ": " + e.getMessage() + "; choose another port");
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = serverSocket.accept();
        try {
          connections.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
          socket.close();
        }
      } catch (IOException e) {
        // Closed, or out of file descriptors: then others must close before it makes sense again.
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  private void serve(Socket socket) {
    counters.connected();
    try (socket) {
      HttpConnection connection = new HttpConnection(socket);
      boolean open = true;
      while (open && !closed) {
        open = serveNext(connection);
      }
      connection.finish();
    } catch (IOException e) {
      // The client has gone or the simulator is closing: nobody is left to tell.
    } finally {
      counters.disconnected();
    }
  }

  /** Serves one request and says whether the connection can carry another. */
  private boolean serveNext(HttpConnection connection) throws IOException {
    Request request;
    try {
      request = connection.next();
    } catch (ApiError e) {
      counters.request(Endpoint.OTHER);
      counters.status(e.status());
      send(connection, e.status(), e.header(), e.body(Dialect.OPENAI), true, true);
      return false;
    }
    if (request == null) {
      return false;
    }
    Endpoint endpoint = Endpoint.of(request.path());
    counters.request(endpoint);
    try {
      return respond(endpoint, request, connection);
    } catch (ApiError e) {
      if (endpoint.counted()) {
        counters.status(e.status());
      }
      send(
          connection,
          e.status(),
          e.header(),
          e.body(endpoint.dialect()),
          !request.keepAlive(),
          !request.method().equals("HEAD"));
      return request.keepAlive();
    }
  }

  private boolean respond(Endpoint endpoint, Request request, HttpConnection connection)
      throws IOException, ApiError {
    if (endpoint == Endpoint.OTHER) {
      throw ApiError.notFound(request.method(), request.path());
    }
    if (!endpoint.allows(request.method())) {
      throw ApiError.methodNotAllowed(request.method(), request.path(), endpoint.allowed());
    }
    if (endpoint.counted()) {
      requireKey(endpoint.dialect(), request);
    }
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS, MESSAGES, EMBEDDINGS ->
          modelCalls.serve(request, connection, endpoint.dialect(), call(endpoint, request));
      case MODELS -> {
        counters.status(200);
        yield ok(request, connection, models());
      }
      case STATS -> ok(request, connection, stats().toJson());
      case STATS_RESET -> {
        resetStats();
        yield ok(request, connection, stats().toJson());
      }
      case OTHER -> throw ApiError.notFound(request.method(), request.path());
    };
  }

  private ModelCalls.Call call(Endpoint endpoint, Request request) throws ApiError {
    return switch (endpoint) {
      case CHAT_COMPLETIONS -> {
        ChatRequest chat = ChatRequest.parse(request.body());
        yield (number, fault) -> ChatCompletions.reply(Generation.of(chat, answers, number, fault));
      }
      case COMPLETIONS -> {
        CompletionRequest completion = CompletionRequest.parse(request.body());
        yield (number, fault) -> Completions.reply(completion, answers, number, fault);
      }
      case MESSAGES -> {
        ChatRequest messages = MessagesRequest.parse(request);
        yield (number, fault) -> Messages.reply(Generation.of(messages, answers, number, fault));
      }
      case EMBEDDINGS -> {
        Embeddings embeddings = Embeddings.parse(request.body());
        yield (number, fault) -> embeddings.reply();
      }
      case MODELS, STATS, STATS_RESET, OTHER ->
          throw new IllegalStateException(endpoint + " calls no model");
    };
  }

  private void requireKey(Dialect dialect, Request request) throws ApiError {
    if (settings.apiKey() == null) {
      return;
    }
    switch (dialect) {
      case OPENAI -> requireBearer(request.header("authorization"), settings.apiKey());
      case ANTHROPIC -> {
        String key = request.header("x-api-key");
        if (key == null) {
          throw ApiError.unauthorized("x-api-key header is required");
        }
        if (!key.equals(settings.apiKey())) {
          throw ApiError.unauthorized("invalid x-api-key");
        }
      }
    }
  }

  private static void requireBearer(@Nullable String authorization, String key) throws ApiError {
    if (authorization == null) {
      throw ApiError.unauthorized(
          "You didn't provide an API key: send it as 'Authorization: Bearer KEY'.");
    }
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        || !authorization.substring(7).strip().equals(key)) {
      throw ApiError.unauthorized("Incorrect API key provided.");
    }
  }

  private static boolean ok(Request request, HttpConnection connection, byte[] body)
      throws IOException {
    send(connection, 200, "", body, !request.keepAlive(), !request.method().equals("HEAD"));
    return request.keepAlive();
  }

  private static void send(
      HttpConnection connection,
      int status,
      String headers,
      byte[] body,
      boolean close,
      boolean withBody)
      throws IOException {
    String head = ResponseHead.sized(status, ResponseHead.JSON, body.length, close, headers);
    connection.write(
        withBody ? ResponseHead.join(head, body) : head.getBytes(StandardCharsets.ISO_8859_1));
  }

  private byte[] models() {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("object", "list");
          json.writeArrayPropertyStart("data");
          for (String model : settings.models()) {
            json.writeStartObject();
            json.writeStringProperty("id", model);
            json.writeStringProperty("object", "model");
            json.writeNumberProperty("created", startedSeconds);
            json.writeStringProperty("owned_by", "simulator");
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
