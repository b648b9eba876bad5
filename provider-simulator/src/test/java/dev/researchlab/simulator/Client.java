package dev.researchlab.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A well-behaved client of a simulator. */
final class Client implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI root;

  Client(ProviderSimulator simulator) {
    root = URI.create("http://127.0.0.1:" + simulator.port());
  }

  static String chat(String message, String... members) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + message
        + "\"}]"
        + (members.length == 0 ? "" : "," + String.join(",", members))
        + "}";
  }

  HttpResponse<String> complete(String message, String... members)
      throws IOException, InterruptedException {
    return post("/v1/chat/completions", chat(message, members));
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> read(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The data of each server-sent event. */
  static List<String> events(String body) {
    return body.lines().filter(line -> line.startsWith("data: ")).map(l -> l.substring(6)).toList();
  }

  @Override
  public void close() {
    // HttpClient.close waits for exchanges that a fault may have left half-done.
    http.shutdownNow();
  }
}
