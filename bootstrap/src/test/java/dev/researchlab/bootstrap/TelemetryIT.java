package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.researchlab.bootstrap.ServiceProcess.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service tells about itself: logs, figures and traces. */
class TelemetryIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir private Path folder;

  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  /** Texts of Protocol Buffers are UTF-8 as they are. */
  @BeforeEach
  void startCollector() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          try (InputStream body = exchange.getRequestBody()) {
            received.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stopCollector() {
    collector.stop(0);
  }

  @Test
  void tellsOfRequestsStoresAndModelsAndKeepsSecretsAndPromptsToItself() throws Exception {
    Map<String, String> environment =
        Map.of(
            "LLM_RESEARCH_OTLP_ENDPOINT",
            "http://127.0.0.1:" + collector.getAddress().getPort(),
            "LLM_RESEARCH_LOG_FORMAT",
            "json",
            "LLM_RESEARCH_ADMIN_PORT",
            "0");
    try (ServiceProcess service = ServiceProcess.start(folder, environment)) {
      runOneExperiment(service);
      Answer figures = service.onAdminPort().get("/metrics");
      assertThat(figures.response().body())
          .contains(
              "gen_ai_client_operation_duration_seconds_count{model=\"m-1\",outcome=\"answered\","
                  + "provider=\"simulated\"} 2")
          .contains("gen_ai_client_tokens_total{model=\"m-1\"")
          .contains("research_lab_store_operation_duration_seconds_count{operation=\"")
          .contains("http_server_request_duration_seconds_count{");
      assertThat(service.onAdminPort().get("/health/ready").status()).isEqualTo(200);
      assertThat(service.get("/health").status()).isEqualTo(200);
      assertThat(service.get("/metrics").status()).isEqualTo(404);
      assertThat(service.end()).isIn(0, 143);

      String spans = String.join("", received);
      assertThat(spans)
          .contains("POST /api/v1/experiments/{id}/start")
          .contains("experiments.", "research_lab.store")
          .contains("chat m-1", "gen_ai.provider.name", "gen_ai.usage.output_tokens")
          .contains("research-lab", "service.version")
          .doesNotContain("PROMPT-TEXT");
      byte[] trace = new java.math.BigInteger(TRACE, 16).toByteArray();
      assertThat(spans).contains(new String(trace, StandardCharsets.ISO_8859_1));

      List<JsonNode> log =
          service.err().lines().map(line -> JsonMapper.builder().build().readTree(line)).toList();
      assertThat(log)
          .anySatisfy(
              it -> {
                assertThat(it.path("logger").stringValue()).isEqualTo("dev.researchlab.access");
                assertThat(it.path("request_id").asString("")).isEqualTo("mine-1");
                assertThat(it.path("route").stringValue())
                    .isEqualTo("/api/v1/experiments/{id}/start");
                assertThat(it.path("status").intValue()).isEqualTo(202);
              })
          .anySatisfy(
              it -> {
                assertThat(it.path("message").stringValue()).isEqualTo("run started");
                assertThat(it.path("run_id").asString("")).hasSize(36);
              })
          .anySatisfy(
              it -> assertThat(it.path("message").stringValue()).contains("log_format=json"))
          .anySatisfy(it -> assertThat(it.path("message").stringValue()).startsWith("ending"));
      assertThat(service.err()).doesNotContain("PROMPT-TEXT");
    }
  }

  private static void runOneExperiment(ServiceProcess service) throws Exception {
    String api = "/api/v1";
    String model =
        created(
            service,
            "/models",
            """
            {"name": "m", "provider": "simulated", "model_identifier": "m-1"}\
            """);
    String prompt =
        created(
            service,
            "/prompts",
            """
            {"name": "p", "text": "PROMPT-TEXT {{q}}"}\
            """);
    String dataset =
        created(
            service,
            "/datasets",
            """
            {"name": "d"}\
            """);
    Answer uploaded =
        service.post(
            api + "/datasets/" + dataset + "/upload",
            """
            {"id": "1", "q": "PROMPT-TEXT", "expected": "a"}
            {"id": "2", "q": "b", "expected": "b"}
            """,
            "Content-Type",
            "application/jsonl");
    assertThat(uploaded.status()).as("%s", uploaded.json()).isEqualTo(201);
    String experiment =
        created(
            service,
            "/experiments",
            """
            {"name": "e", "dataset_id": "%s", "metrics": ["exact_match"],
             "variants": [{"name": "v", "model_id": "%s", "prompt_id": "%s"}]}\
            """
                .formatted(dataset, model, prompt));
    String run =
        service
            .post(
                api + "/experiments/" + experiment + "/start",
                "",
                "X-Request-Id",
                "mine-1",
                "traceparent",
                "00-" + TRACE + "-00f067aa0ba902b7-01")
            .id();
    String events = service.get(api + "/runs/" + run + "/events").response().body();
    assertThat(events).contains("event: end", "completed");
  }

  private static String created(ServiceProcess service, String path, String body) throws Exception {
    Answer created = service.post("/api/v1" + path, body);
    assertThat(created.status()).as("%s", created.json()).isEqualTo(201);
    return created.id();
  }
}
