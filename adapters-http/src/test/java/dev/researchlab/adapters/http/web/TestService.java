package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import dev.researchlab.ports.driving.request.ForRepeatingRequests;
import io.helidon.webserver.WebServer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Some routes behind a real server on this machine, and who calls them. */
final class TestService implements AutoCloseable {

  static final int MAX_BODY = 1_000;

  /** The requests that are kept, by their keys. */
  final Map<String, KeptRequest> kept = new ConcurrentHashMap<>();

  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  TestService(Routes routes) {
    Dispatcher dispatcher =
        new Dispatcher(
            routes,
            new Kept(),
            new RequestTraces(OpenTelemetry.noop()),
            (method, route, status, nanos) -> {},
            MAX_BODY,
            new BodyMemory(1 << 20));
    server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .shutdownHook(false)
            .routing(routing -> dispatcher.addTo(routing))
            .build()
            .start();
  }

  private final class Kept implements ForRepeatingRequests {
    @Override
    public Optional<KeptRequest> begin(ProjectId project, String key, ContentHash content) {
      return Optional.ofNullable(kept.putIfAbsent(key, new KeptRequest(content, null)));
    }

    @Override
    public void finish(ProjectId project, String key, String reply) {
      kept.computeIfPresent(key, (same, it) -> new KeptRequest(it.content(), reply));
    }

    @Override
    public void forget(ProjectId project, String key) {
      kept.remove(key);
    }
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path));
  }

  HttpResponse<String> post(String path, String key, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = to(path).POST(HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return send(request);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.parse(response.body());
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
