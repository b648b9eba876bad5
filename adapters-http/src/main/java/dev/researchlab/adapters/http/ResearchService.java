package dev.researchlab.adapters.http;

import dev.researchlab.adapters.http.operations.Metrics;
import dev.researchlab.adapters.http.web.Dispatcher;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Problems;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.ports.driving.request.ForRepeatingRequests;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import java.util.List;
import java.util.UUID;

/** The service: it listens from its start to its {@link #close}. */
public final class ResearchService implements AutoCloseable {

  private static final System.Logger ACCESS = System.getLogger("dev.researchlab.access");

  private final WebServer server;

  private ResearchService(WebServer server) {
    this.server = server;
  }

  /** Starts to listen. */
  public static ResearchService start(
      ServiceSettings settings,
      List<Routes.Resource> resources,
      ForRepeatingRequests requests,
      Metrics metrics) {
    Routes routes = new Routes();
    metrics.addTo(routes);
    resources.forEach(resource -> resource.addTo(routes));
    Dispatcher dispatcher =
        new Dispatcher(
            routes,
            requests,
            (method, route, status, nanos, id) -> {
              metrics.answered(method, route, status, nanos);
              ACCESS.log(
                  System.Logger.Level.DEBUG,
                  "{0} {1} {2} {3} us {4}",
                  method,
                  route,
                  String.valueOf(status),
                  String.valueOf(nanos / 1_000),
                  id);
            },
            settings.maxBody());
    WebServer server =
        WebServer.builder()
            .address(settings.address())
            .port(settings.port())
            .maxPayloadSize(settings.maxUpload())
            .maxTcpConnections(settings.maxConnections())
            // Else the second segment of a reply waits for the acknowledgement of the first: 40 ms.
            .connectionOptions(options -> options.tcpNoDelay(true))
            .shutdownHook(false)
            .shutdownGracePeriod(settings.grace())
            .directHandlers(problems())
            .routing(routing -> dispatcher.addTo(routing))
            .build()
            .start();
    return new ResearchService(server);
  }

  /** What cannot be read as a request is a problem like every other. */
  private static DirectHandlers problems() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, ResearchService::malformed);
    }
    return handlers.build();
  }

  private static DirectHandler.TransportResponse malformed(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    boolean ours = type == DirectHandler.EventType.INTERNAL_ERROR;
    String code =
        switch (type) {
          case INTERNAL_ERROR -> "internal";
          case PAYLOAD_TOO_LARGE -> "too_large";
          case BAD_REQUEST, FORBIDDEN, HTTP_VERSION_NOT_SUPPORTED, OTHER -> "bad_request";
        };
    Problem problem =
        Problem.of(status.code(), code, ours ? "the service failed" : "the request is malformed");
    headers.set(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .headers(headers)
        .entity(Problems.body(problem, request.path(), UUID.randomUUID().toString()))
        .keepAlive(false)
        .build();
  }

  /** The port on which it listens. */
  public int port() {
    return server.port();
  }

  /** Takes no more requests, and waits for those that are being answered. */
  @Override
  public void close() {
    server.stop();
  }
}
