package dev.researchlab.adapters.http.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends the connections of clients that keep the service waiting. Helidon itself waits without end
 * for headers, bodies and clients that do not read.
 */
public final class SlowClients implements ServerConnectionSelector, AutoCloseable {

  private final Duration limit;
  private final int longestChunk;
  private final ServerConnectionSelector http =
      Http1ConnectionSelector.builder()
          .config(Http1Config.builder().addReceiveListener(new HeadersRead()).build())
          .build();
  private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("slow-clients").factory());

  /**
   * Watches over all connections that this selector makes.
   *
   * @param limit for the headers of a request, for each part of a body or reply, and half of that
   *     for which a connection may be idle
   * @param longestChunk the longest chunk of a body, in bytes: it is held in memory
   */
  public SlowClients(Duration limit, int longestChunk) {
    this.limit = limit;
    this.longestChunk = longestChunk;
    long period = Math.clamp(limit.toMillis() / 8, 50, 1_000);
    ScheduledFuture<?> unused =
        watch.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    for (ClientConnection client : clients) {
      if (client.isOverdue(now)) {
        client.end();
      }
    }
    clients.removeIf(client -> !client.isConnected());
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    ClientConnection client = new ClientConnection(context, limit, longestChunk);
    ServerConnection connection = http.connection(client);
    client.serves(connection);
    clients.add(client);
    return connection;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  private static final class HeadersRead implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
      if (context instanceof ClientConnection client) {
        client.headersAreRead();
      }
    }
  }
}
