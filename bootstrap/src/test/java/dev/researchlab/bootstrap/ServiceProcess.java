package dev.researchlab.bootstrap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lab serve} as a process of its own, and the shortest way to ask it. */
final class ServiceProcess implements AutoCloseable {

  private static final Pattern SERVING = Pattern.compile("Serving (http://127\\.0\\.0\\.1:\\d+)/");
  private static final Pattern ADMIN =
      Pattern.compile("Health and figures at (http://127\\.0\\.0\\.1:\\d+)");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An answer. */
  record Answer(int status, JsonNode json, HttpResponse<String> response) {

    String id() {
      return json.path("id").stringValue();
    }

    String etag() {
      return response.headers().firstValue("ETag").orElseThrow();
    }
  }

  private final LabProcess process;
  private final String address;
  private @Nullable Contract contract;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ServiceProcess(LabProcess process, String address) {
    this.process = process;
    this.address = address;
  }

  static ServiceProcess start(Path folder) throws IOException, InterruptedException {
    return start(folder, Map.of());
  }

  /** With more variables than the folder of the data, and more options. */
  static ServiceProcess start(Path folder, Map<String, String> more, String... options)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put(Settings.DATA_DIR, folder.resolve("data").toString());
    List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0"));
    arguments.addAll(List.of(options));
    LabProcess process = LabProcess.start(folder, environment, arguments.toArray(String[]::new));
    while (true) {
      Matcher serving = SERVING.matcher(process.out());
      if (serving.find()) {
        return new ServiceProcess(process, serving.group(1));
      }
      process.requireAlive();
      Thread.sleep(50);
    }
  }

  /** What the service says of itself; every reply is held to it. */
  private Contract contract() throws IOException, InterruptedException {
    if (contract == null) {
      contract =
          new Contract(
              JSON.readTree(
                  client
                      .send(
                          HttpRequest.newBuilder(URI.create(address + "/openapi.json")).build(),
                          BodyHandlers.ofString())
                      .body()));
    }
    return contract;
  }

  String address() {
    return address;
  }

  Answer send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    contract().check(method, URI.create(address + path), response);
    String type = response.headers().firstValue("Content-Type").orElse("");
    return new Answer(
        response.statusCode(),
        type.contains("json") && !type.contains("jsonl") && !response.body().isEmpty()
            ? JSON.readTree(response.body())
            : JSON.createObjectNode(),
        response);
  }

  /** The same service where it tells about itself. */
  ServiceProcess onAdminPort() throws IOException, InterruptedException {
    Matcher admin = ADMIN.matcher(process.out());
    if (!admin.find()) {
      throw new AssertionError("there is no admin port: " + process.out());
    }
    ServiceProcess other = new ServiceProcess(process, admin.group(1));
    other.contract = contract();
    return other;
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  Answer post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send("POST", path, body, headers);
  }

  long pid() {
    return process.pid();
  }

  String out() throws IOException {
    return process.out();
  }

  String err() throws IOException {
    return process.err();
  }

  /** As Ctrl-C, or a service manager that ends it. */
  int end() throws IOException, InterruptedException {
    process.terminate();
    return process.await();
  }

  @Override
  public void close() {
    process.close();
  }
}
