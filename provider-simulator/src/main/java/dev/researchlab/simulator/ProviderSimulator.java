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
 * An OpenAI-compatible provider on 127.0.0.1 with the limits, latency and faults of its settings.
 * It speaks HTTP/1.1 over plain sockets, one virtual thread per connection, because faults need
 * control of every byte on the wire.
 */
public final class ProviderSimulator implements AutoCloseable {

  private static final int BACKLOG = 4096;

  private final SimulatorSettings settings;
  private final Counters counters = new Counters();
  private final ModelCalls modelCalls;
  private final ChatCompletions chatCompletions;
  private final ServerSocket serverSocket;
  private final long startedSeconds = System.currentTimeMillis() / 1000;
  private final ExecutorService connections =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("simulator-connection-", 0).factory());
  private volatile boolean closed;

  private ProviderSimulator(SimulatorSettings settings) {
    this.settings = settings;
    modelCalls = new ModelCalls(settings, counters);
    chatCompletions = new ChatCompletions(Answers.of(settings.answers(), counters));
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
      send(connection, e.status(), e.header(), e.body(), true, true);
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
          e.body(),
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
      requireKey(request.header("authorization"));
    }
    return switch (endpoint) {
      case CHAT_COMPLETIONS -> {
        ChatRequest chat = ChatRequest.parse(request.body());
        yield modelCalls.serve(
            request, connection, (number, fault) -> chatCompletions.reply(chat, number, fault));
      }
      case EMBEDDINGS -> {
        Embeddings embeddings = Embeddings.parse(request.body());
        yield modelCalls.serve(request, connection, (number, fault) -> embeddings.reply());
      }
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

  private void requireKey(@Nullable String authorization) throws ApiError {
    if (settings.apiKey() == null) {
      return;
    }
    if (authorization == null) {
      throw ApiError.unauthorized(
          "You didn't provide an API key: send it as 'Authorization: Bearer KEY'.");
    }
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        || !authorization.substring(7).strip().equals(settings.apiKey())) {
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
