package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ApiKeySecret;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import dev.researchlab.ports.driving.audit.ForKeepingTheAuditLog;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.ForManagingProjects;
import dev.researchlab.ports.driving.project.IssuedKey;
import dev.researchlab.ports.driving.request.ForRepeatingRequests;
import io.helidon.webserver.WebServer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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
            new ServicePorts(new NoProjects(), new NoKeys(), new Kept(), new NoAuditLog()),
            false,
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

  private static final class NoProjects implements ForManagingProjects {
    @Override
    public Project create(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Project project(ProjectId id) {
      throw new NotFoundException("project", id.toString());
    }

    @Override
    public List<Project> projects() {
      return List.of();
    }
  }

  private static final class NoKeys implements ForManagingApiKeys {
    @Override
    public IssuedKey issue(
        ProjectId project, String name, ApiKey.Scope scope, @Nullable Instant expiresAt) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ApiKey> keys(ProjectId project) {
      return List.of();
    }

    @Override
    public ApiKey key(ProjectId project, ApiKeyId id) {
      throw new NotFoundException("API key", id.toString());
    }

    @Override
    public void revoke(ProjectId project, ApiKeyId id) {
      throw new NotFoundException("API key", id.toString());
    }

    @Override
    public Optional<ApiKey> authenticate(ApiKeySecret secret) {
      return Optional.empty();
    }
  }

  private static final class NoAuditLog implements ForKeepingTheAuditLog {
    @Override
    public AuditEntry record(
        ProjectId project, String actor, String action, String subject, String detail) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<AuditEntry> entries(ProjectId project, @Nullable AuditEntryId before, int limit) {
      return List.of();
    }
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
