package dev.researchlab.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests and replies. What can be sent again without doing it twice is: reads, and posts by their
 * idempotency key, where the service is not reached or says that it cannot answer now.
 */
final class Wire {

  private static final int ATTEMPTS = 3;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(300);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int PAGE = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A newer service may say more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String base;
  private final @Nullable String apiKey;

  Wire(URI server, @Nullable String apiKey) {
    this.apiKey = apiKey;
    this.base = server.toString().replaceFirst("/+$", "") + "/api/v1";
  }

  <T> T get(String path, Class<T> type) {
    return read(send(request(path).GET(), BodyHandlers.ofByteArray(), true), type);
  }

  /** In another type than JSON. */
  String text(String path, String accept) {
    HttpRequest.Builder request = request(path).GET().setHeader("Accept", accept);
    return new String(
        send(request, BodyHandlers.ofByteArray(), true).body(), StandardCharsets.UTF_8);
  }

  /** The caller closes it. */
  InputStream stream(String path) {
    return send(request(path).GET().setHeader("Accept", "*/*"), BodyHandlers.ofInputStream(), true)
        .body();
  }

  /** The lines of a reply without an end. */
  Stream<String> lines(String path, String... headers) {
    HttpRequest.Builder request = unlimited(path).GET();
    request.setHeader("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, BodyHandlers.ofLines(), true).body();
  }

  <T> T post(String path, @Nullable Object body, Class<T> type) {
    HttpRequest.Builder request =
        request(path).POST(json(body)).header("Idempotency-Key", UUID.randomUUID().toString());
    return read(send(request, BodyHandlers.ofByteArray(), true), type);
  }

  <T> T put(String path, String ifMatch, Object body, Class<T> type) {
    HttpRequest.Builder request = request(path).PUT(json(body)).header("If-Match", ifMatch);
    return read(send(request, BodyHandlers.ofByteArray(), false), type);
  }

  void delete(String path) {
    HttpRequest.Builder request = request(path).DELETE().header("If-Match", "*");
    send(request, BodyHandlers.ofByteArray(), false);
  }

  /** A body that is read while it is sent, once. */
  <T> T upload(String path, String mediaType, InputStream content, Class<T> type) {
    HttpRequest.Builder request =
        unlimited(path)
            .setHeader("Content-Type", mediaType)
            .POST(BodyPublishers.ofInputStream(() -> content));
    return read(send(request, BodyHandlers.ofByteArray(), false), type);
  }

  /** All items of a list, its pages read when they are come to. */
  <T> Stream<T> list(String path, Class<T> type) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<>(path, type), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private final class Pages<T> implements Iterator<T> {

    private final String path;
    private final Class<T> type;
    private Iterator<JsonNode> page = List.<JsonNode>of().iterator();
    private @Nullable String cursor = "";

    Pages(String path, Class<T> type) {
      this.path = path;
      this.type = type;
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && cursor != null) {
        String query = (path.contains("?") ? "&" : "?") + "limit=" + PAGE;
        JsonNode read =
            get(path + query + (cursor.isEmpty() ? "" : "&cursor=" + cursor), JsonNode.class);
        page = read.path("data").iterator();
        cursor = read.path("next_cursor").stringValue(null);
      }
      return page.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return JSON.treeToValue(page.next(), type);
    }
  }

  static String query(String name, String value) {
    return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  static <T> T read(String json, Class<T> type) {
    return JSON.readValue(json, type);
  }

  private HttpRequest.Builder request(String path) {
    return unlimited(path).timeout(TIMEOUT).setHeader("Accept", "application/json");
  }

  /** Takes as long as it takes. */
  private HttpRequest.Builder unlimited(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    return apiKey == null ? request : request.setHeader("Authorization", "Bearer " + apiKey);
  }

  private static BodyPublisher json(@Nullable Object body) {
    return body == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder builder, HttpResponse.BodyHandler<T> handler, boolean repeatable) {
    HttpRequest request = withType(builder.build());
    for (int attempt = 1; ; attempt++) {
      boolean last = !repeatable || attempt == ATTEMPTS;
      try {
        HttpResponse<T> response = http.send(request, handler);
        if (response.statusCode() < 400) {
          return response;
        }
        if (response.statusCode() != 503 || last) {
          throw problem(response);
        }
      } catch (IOException e) {
        if (last) {
          throw new LabProblem(
              0,
              "unreachable",
              "the service at %s does not answer (%s); is 'lab serve' running there?"
                  .formatted(
                      base, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
              List.of(),
              e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabProblem(0, "interrupted", "the call was interrupted", List.of(), e);
      }
      pause(attempt);
    }
  }

  private static HttpRequest withType(HttpRequest request) {
    boolean hasBody =
        request.bodyPublisher().map(body -> body.contentLength() != 0).orElse(false)
            && request.headers().firstValue("Content-Type").isEmpty();
    return hasBody
        ? HttpRequest.newBuilder(request, (name, value) -> true)
            .setHeader("Content-Type", "application/json")
            .build()
        : request;
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS.multipliedBy(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabProblem(0, "interrupted", "the call was interrupted", List.of(), e);
    }
  }

  private <T> T read(HttpResponse<byte[]> response, Class<T> type) {
    try {
      return JSON.readValue(response.body(), type);
    } catch (JacksonException e) {
      throw new LabProblem(
          response.statusCode(),
          "unexpected",
          "%s answered something that is not of the lab's contract: %s"
              .formatted(base, e.getOriginalMessage()),
          List.of(),
          e);
    }
  }

  private <T> LabProblem problem(HttpResponse<T> response) {
    JsonNode node = body(response.body());
    List<LabProblem.Issue> issues = new ArrayList<>();
    for (JsonNode issue : node.path("issues")) {
      issues.add(
          new LabProblem.Issue(
              issue.path("path").asString(""),
              issue.path("code").asString(""),
              issue.path("message").asString("")));
    }
    return new LabProblem(
        response.statusCode(),
        node.path("code").asString("unexpected"),
        node.path("detail").asString(base + " answered with the status " + response.statusCode()),
        issues,
        null);
  }

  private static JsonNode body(Object body) {
    try {
      return switch (body) {
        case byte[] bytes -> JSON.readTree(bytes);
        case InputStream stream -> {
          try (stream) {
            yield JSON.readTree(stream.readAllBytes());
          }
        }
        case Stream<?> lines -> {
          try (lines) {
            yield JSON.readTree(String.join("\n", lines.map(String::valueOf).toList()));
          }
        }
        default -> JSON.createObjectNode();
      };
    } catch (JacksonException | IOException e) {
      return JSON.createObjectNode();
    }
  }
}
