package dev.researchlab.adapters.http;

import dev.researchlab.adapters.http.web.BodyMemory;
import dev.researchlab.adapters.http.web.Dispatcher;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Problems;
import dev.researchlab.adapters.http.web.RequestTraces;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.adapters.http.web.ServicePorts;
import dev.researchlab.adapters.http.web.SlowClients;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The service: it listens from its start to its {@link #close}. */
public final class ResearchService implements AutoCloseable {

  private static final System.Logger ACCESS = System.getLogger("dev.researchlab.access");

  private static final String ADMIN = "admin";

  private final WebServer server;
  private final SlowClients slowClients;

  private ResearchService(WebServer server, SlowClients slowClients) {
    this.server = server;
    this.slowClients = slowClients;
  }

  /**
   * Starts to listen.
   *
   * @param operations what an own port for it serves, where there is one; else they are served with
   *     the resources
   */
  public static ResearchService start(
      ServiceSettings settings,
      List<Routes.Resource> resources,
      List<Routes.Resource> operations,
      ServicePorts lab,
      RequestTraces traces,
      Dispatcher.Observer observer) {
    Dispatcher.Observer logged = observer.andThen(ResearchService::log);
    Routes served = routes(resources);
    WebServerConfig.Builder server =
        WebServer.builder().shutdownHook(false).shutdownGracePeriod(settings.grace());
    BodyMemory memory =
        new BodyMemory(Math.max(Runtime.getRuntime().maxMemory() / 16, settings.maxBody()));
    SlowClients slowClients =
        new SlowClients(settings.requestTimeout(), settings.maxBody(), memory);
    listen(server, settings, slowClients, settings.port());
    Integer adminPort = settings.adminPort();
    if (adminPort == null) {
      operations.forEach(resource -> resource.addTo(served));
    } else {
      ListenerConfig.Builder admin = ListenerConfig.builder();
      listen(admin, settings, slowClients, adminPort);
      HttpRouting.Builder routing = HttpRouting.builder();
      dispatcher(routes(operations), settings, lab, traces, logged, memory).addTo(routing);
      server.putSocket(ADMIN, admin.build()).routing(ADMIN, routing);
    }
    Dispatcher dispatcher = dispatcher(served, settings, lab, traces, logged, memory);
    return new ResearchService(server.routing(dispatcher::addTo).build().start(), slowClients);
  }

  private static Dispatcher dispatcher(
      Routes routes,
      ServiceSettings settings,
      ServicePorts lab,
      RequestTraces traces,
      Dispatcher.Observer observer,
      BodyMemory memory) {
    return new Dispatcher(
        routes, lab, settings.keysNeeded(), traces, observer, settings.maxBody(), memory);
  }

  private static Routes routes(List<Routes.Resource> resources) {
    Routes routes = new Routes();
    resources.forEach(resource -> resource.addTo(routes));
    return routes;
  }

  private static void listen(
      ListenerConfig.BuilderBase<?, ?> listener,
      ServiceSettings settings,
      SlowClients slowClients,
      int port) {
    listener
        .address(settings.address())
        .port(port)
        .maxPayloadSize(settings.maxUpload())
        .maxTcpConnections(settings.maxConnections())
        .protocolsDiscoverServices(false)
        .addConnectionSelector(slowClients)
        // Else the second segment of a reply waits for the acknowledgement of the first: 40 ms.
        .connectionOptions(options -> options.tcpNoDelay(true))
        .directHandlers(problems());
  }

  private static void log(String method, String route, int status, long nanos) {
    if (ACCESS.isLoggable(System.Logger.Level.INFO)) {
      ACCESS.log(
          System.Logger.Level.INFO,
          "answered",
          Map.entry("method", method),
          Map.entry("route", route),
          Map.entry("status", status),
          Map.entry("milliseconds", Math.rint(nanos / 1e4) / 100));
    }
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

  /** The port of health and figures, -1 where they have none of their own. */
  public int adminPort() {
    return server.port(ADMIN);
  }

  /** Takes no more requests, and waits for those that are being answered. */
  @Override
  public void close() {
    server.stop();
    slowClients.close();
  }
}
