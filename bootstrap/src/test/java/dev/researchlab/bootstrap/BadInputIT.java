package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.bootstrap.ServiceProcess.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Everything that can be wrong with a request, on every route of the contract: always a problem of
 * the right status, and nothing is changed by it.
 */
class BadInputIT {

  private static final String API = "/api/v1";
  private static final String UNKNOWN = "01a20aad-0c20-74f6-b245-deedc943d339";

  /** What would tell a stranger how the service is made. */
  private static final Pattern LEAK =
      Pattern.compile("Exception|\\bat [a-z]+\\.[a-z]+\\.|SELECT|INSERT|psql|jdbc|helidon", 2);

  private static final List<String> BODIES =
      List.of(
          "{",
          "[]",
          "null",
          "7",
          "{\"unknown_field\": 1}",
          "{\"name\": 7, \"version\": [], \"metrics\": 1, \"concurrency\": {}, \"variables\": 1,"
              + " \"latency_seconds\": [], \"samples\": 1}",
          "{\"name\": \"a\\u0000b\", \"variables\": {\"a\": \"\\u0000\"}, \"latency_seconds\":"
              + " \"\\u0000\", \"metrics\": [\"\\u0000\"]}",
          "{\"name\": \"\\ud800\", \"variables\": {\"\\ud800\": \"a\"}, \"latency_seconds\":"
              + " \"\\ud800\", \"metrics\": [\"\\ud800\"]}",
          "{\"name\": \"" + "x".repeat(1_100_000) + "\"}",
          "{\"seed\": 1e999, \"version\": 1e999, \"output_tokens\": 1e999, \"concurrency\": 1e999,"
              + " \"metrics\": 1e999}",
          "{\"seed\": 123456789012345678901234567890, \"version\": 123456789012345678901234567890,"
              + " \"concurrency\": 123456789012345678901234567890, \"output_tokens\":"
              + " 123456789012345678901234567890, \"metrics\": 1}",
          "{\"version\": " + "9".repeat(2_000) + "}",
          "{} {}",
          "{\"name\": \"a\", \"name\": \"b\"}",
          "{\"name\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}",
          "\ufeff{");

  private record Operation(String method, String path, JsonNode document) {

    boolean takesJson() {
      return document.path("requestBody").path("content").has("application/json");
    }

    boolean takesBody() {
      return document.has("requestBody");
    }

    boolean has(String parameter) {
      return document
          .path("parameters")
          .valueStream()
          .anyMatch(it -> it.path("$ref").asString("").endsWith("/" + parameter));
    }

    String at(String id) {
      return path.replaceAll("\\{(id|label|file)}", id).replace("{number}", "1");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @TempDir private static Path folder;

  private static ServiceProcess service;
  private static List<Operation> operations;
  private static Map<String, String> ids;

  @BeforeAll
  static void start() throws Exception {
    service = ServiceProcess.start(folder, Map.of("LLM_RESEARCH_MAX_BODY_BYTES", "2000000"));
    operations = new ArrayList<>();
    service
        .get("/openapi")
        .json()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        it -> {
                          if (!it.getKey().equals("parameters")) {
                            operations.add(
                                new Operation(
                                    it.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    it.getValue()));
                          }
                        }));
    String model =
        made(
            "/models",
            """
            {"name": "m", "provider": "simulated", "model_identifier": "sim"}\
            """);
    String prompt =
        made(
            "/prompts",
            """
            {"name": "p", "text": "{{q}}"}\
            """);
    String dataset =
        made(
            "/datasets",
            """
            {"name": "d"}\
            """);
    assertThat(
            service
                .post(
                    API + "/datasets/" + dataset + "/upload",
                    "{\"id\": \"1\", \"q\": \"a\", \"expected\": \"a\"}\n",
                    "Content-Type",
                    "application/jsonl")
                .status())
        .isEqualTo(201);
    String design =
        """
        {"name": "e", "dataset_id": "%s", "metrics": ["exact_match"],
         "variants": [{"name": "v", "model_id": "%s", "prompt_id": "%s"}]}\
        """
            .formatted(dataset, model, prompt);
    String experiment = made("/experiments", design);
    String run = service.post(API + "/experiments/" + experiment + "/start", "").id();
    assertThat(service.get(API + "/runs/" + run + "/events").response().body())
        .contains("completed");
    String key =
        made(
            "/api-keys",
            """
            {"name": "k"}\
            """);
    ids =
        Map.of(
            "api-keys", key,
            "models", model,
            "prompts", prompt,
            "datasets", dataset,
            "experiments", experiment,
            "runs", run,
            "drafts", made("/experiments", design.replace("\"e\"", "\"draft\"")));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String made(String path, String body) throws Exception {
    Answer answer = service.post(API + path, body);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(201);
    return answer.id();
  }

  /** Everything that the service shows of its state. */
  private static List<String> state() throws Exception {
    List<String> state = new ArrayList<>();
    for (String list :
        List.of("api-keys", "models", "datasets", "prompts", "experiments", "runs")) {
      state.add(service.get(API + "/" + list + "?limit=100").response().body());
    }
    for (String kind : List.of("datasets", "prompts")) {
      state.add(
          service.get(API + "/" + kind + "/" + ids.get(kind) + "/versions").response().body());
    }
    state.add(service.get(API + "/runs/" + ids.get("runs") + "/evaluations").response().body());
    return state;
  }

  /** What is wrong with the answers of one table. */
  private static final class Findings {

    private final List<String> wrong = new ArrayList<>();
    private int asked;

    void expect(Set<Integer> statuses, Answer answer, Object what) {
      asked++;
      JsonNode json = answer.json();
      boolean good =
          statuses.contains(answer.status())
              && json.path("status").intValue() == answer.status()
              && !json.path("code").asString("").isEmpty()
              && !json.path("request_id").asString("").isEmpty()
              && !LEAK.matcher(answer.response().body()).find();
      if (!good) {
        String said = answer.response().body();
        String shown = what.toString();
        wrong.add(
            "%s: %d instead of %s: %s"
                .formatted(
                    shown.substring(0, Math.min(120, shown.length())),
                    answer.status(),
                    statuses,
                    said.substring(0, Math.min(300, said.length()))));
      }
    }

    void requireNone(int least, List<String> before) throws Exception {
      assertThat(wrong).isEmpty();
      assertThat(asked).isGreaterThanOrEqualTo(least);
      assertThat(state()).isEqualTo(before);
    }
  }

  private static String known(Operation operation) {
    return ids.entrySet().stream()
        .filter(it -> operation.path().startsWith(API + "/" + it.getKey() + "/"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static Answer send(Operation operation, String id, String body, String... headers)
      throws Exception {
    return service.send(operation.method(), operation.at(id), body, headers);
  }

  @Test
  void refusesEveryBadBody() throws Exception {
    List<String> before = state();
    Findings findings = new Findings();
    for (Operation operation : operations) {
      if (!operation.takesJson()) {
        continue;
      }
      for (String body : BODIES) {
        findings.expect(
            Set.of(400),
            send(operation, known(operation), body, "If-Match", "*"),
            operation + " " + body);
      }
      if (operation.document().path("requestBody").path("required").booleanValue()) {
        findings.expect(
            Set.of(400),
            send(operation, known(operation), "", "If-Match", "*"),
            operation + " without a body");
      }
      findings.expect(
          Set.of(413),
          send(
              operation,
              known(operation),
              "{\"name\": \"" + "x".repeat(2_100_000) + "\"}",
              "If-Match",
              "*"),
          operation + " too long");
      findings.expect(
          Set.of(415),
          send(operation, known(operation), "{}", "Content-Type", "text/plain", "If-Match", "*"),
          operation + " as text/plain");
    }
    findings.requireNone(200, before);
  }

  @Test
  void refusesEveryBadPathParameterAndHeader() throws Exception {
    List<String> before = state();
    Findings findings = new Findings();
    for (Operation operation : operations) {
      String known = known(operation);
      if (operation.path().contains("{id}")) {
        for (String id : List.of("no-id", "%00", "..%2f..", known.toUpperCase(Locale.ROOT), "1")) {
          findings.expect(
              Set.of(400, 404), send(operation, id, "", "If-Match", "*"), operation + " " + id);
        }
        if (!operation.takesBody()) {
          findings.expect(
              Set.of(404), send(operation, UNKNOWN, "", "If-Match", "*"), operation + " unknown");
        }
      }
      if (!operation.path().startsWith(API)) {
        continue;
      }
      for (String type : List.of("image/png", "application/xml", "application/json;q=0")) {
        findings.expect(
            Set.of(406),
            send(operation, known, "{}", "Accept", type, "If-Match", "*"),
            operation + " as " + type);
      }
      if (operation.method().equals("GET")) {
        findings.expect(
            known.equals(UNKNOWN) ? Set.of(400, 404) : Set.of(400),
            service.get(operation.at(known) + "?limti=1"),
            operation + " with an unknown parameter");
      }
      if (operation.has("Limit")) {
        for (String query :
            List.of("limit=0", "limit=101", "limit=x", "limit=9999999999", "cursor=%00")) {
          findings.expect(
              Set.of(400), service.get(operation.at(known) + "?" + query), operation + query);
        }
      }
      if (operation.has("IfMatch")) {
        findings.expect(Set.of(428), send(operation, known, "{}"), operation + " without If-Match");
        findings.expect(
            Set.of(412),
            send(operation, known, "{\"name\": \"n\"}", "If-Match", "\"stale\""),
            operation + " with a stale If-Match");
      }
      if (operation.has("IdempotencyKey")) {
        findings.expect(
            Set.of(400),
            send(operation, UNKNOWN, "{}", "Idempotency-Key", "k ".repeat(200)),
            operation + " with a bad key");
      }
    }
    findings.requireNone(300, before);
  }

  @Test
  void refusesWhatAPathDoesNotTakeAndSaysWhatItTakes() throws Exception {
    Findings findings = new Findings();
    List<String> before = state();
    for (Operation operation : operations) {
      for (String method : List.of("PATCH", "TRACE", "OPTIONS")) {
        Answer answer = service.send(method, operation.at(known(operation)), "");
        findings.expect(Set.of(405), answer, method + " instead of " + operation);
        assertThat(answer.response().headers().firstValue("Allow").orElse(""))
            .contains(operation.method());
      }
    }
    for (String path : List.of("/", API, API + "/nothing", API + "/models/a/b", "/%2e%2e/x")) {
      findings.expect(Set.of(404), service.get(path), path);
    }
    findings.requireNone(100, before);
  }

  @Test
  void refusesAKeyThatWasSentWithAnotherRequest() throws Exception {
    Findings findings = new Findings();
    String first =
        """
        {"name": "keyed", "provider": "simulated", "model_identifier": "sim"}\
        """;
    assertThat(service.post(API + "/models", first, "Idempotency-Key", "once").status())
        .isEqualTo(201);
    List<String> before = state();
    findings.expect(
        Set.of(422),
        service.post(API + "/models", first.replace("keyed", "other"), "Idempotency-Key", "once"),
        "another body");
    for (Operation operation : operations) {
      if (operation.has("IdempotencyKey") && !operation.path().equals(API + "/models")) {
        findings.expect(
            Set.of(422),
            send(operation, known(operation), "{}", "Idempotency-Key", "once"),
            operation + " with the key of another");
      }
    }
    findings.requireNone(10, before);
  }

  @Test
  void refusesWhatTheStateDoesNotAllow() throws Exception {
    List<String> before = state();
    Findings findings = new Findings();
    for (String kind : List.of("models", "datasets", "prompts", "experiments")) {
      findings.expect(
          Set.of(409),
          service.send("DELETE", API + "/" + kind + "/" + ids.get(kind), "", "If-Match", "*"),
          "deleting what is in use: " + kind);
    }
    for (String step : List.of("stop", "pause", "resume")) {
      findings.expect(
          Set.of(409),
          service.post(API + "/experiments/" + ids.get("drafts") + "/" + step, ""),
          step + " of what was never started");
    }
    String run = API + "/runs/" + ids.get("runs");
    findings.expect(Set.of(409), service.post(run + "/resume", ""), "resume of what is complete");
    findings.expect(
        Set.of(409),
        service.post(
            API + "/evaluations",
            """
            {"run_id": "%s", "evaluations": [{"variant": "v", "sample_id": "1", "output": "x"}]}\
            """
                .formatted(ids.get("runs"))),
        "outcomes for a run of the lab's own");
    findings.expect(
        Set.of(409),
        service.post(
            API + "/models",
            """
            {"name": "m", "provider": "simulated", "model_identifier": "sim"}\
            """),
        "a name that is taken");
    findings.requireNone(9, before);
  }
}
