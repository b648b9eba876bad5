package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.bootstrap.ServiceProcess.Answer;
import dev.researchlab.simulator.AnswerRule;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The service on the embedded default, asked over HTTP. */
@Timeout(300)
class ServiceIT {

  private static final String API = "/api/v1";

  @TempDir private static Path folder;
  private static ProviderSimulator provider;
  private static ServiceProcess service;
  private static int names;

  @BeforeAll
  static void startService() throws Exception {
    provider =
        ProviderSimulator.start(
            SimulatorSettings.builder()
                .answers(new AnswerRule.Fixed("The answer is 42."))
                .latency(new Latency.Fixed(Duration.ofMillis(20)))
                .build());
    service = ServiceProcess.start(folder);
  }

  @AfterAll
  static void endService() throws Exception {
    assertThat(service.end()).isIn(0, 143);
    provider.close();
  }

  private static String name() {
    names++;
    return "name " + names;
  }

  private static Answer model() throws Exception {
    return service.post(
        API + "/models",
        """
        {"name": "%s", "provider": "openai", "model_identifier": "sim", "endpoint": "%s"}
        """
            .formatted(name(), provider.baseUrl()));
  }

  private static Answer dataset(int samples) throws Exception {
    Answer dataset = service.post(API + "/datasets", "{\"name\": \"%s\"}".formatted(name()));
    Answer uploaded =
        service.post(
            API + "/datasets/" + dataset.id() + "/upload?expected=answer",
            IntStream.rangeClosed(1, samples)
                .mapToObj(
                    i ->
                        "{\"id\": \"q%d\", \"question\": \"%d?\", \"answer\": \"42\"}\n"
                            .formatted(i, i))
                .collect(Collectors.joining()),
            "Content-Type",
            "application/jsonl");
    assertThat(uploaded.status()).as(uploaded.response().body()).isEqualTo(201);
    assertThat(uploaded.json().path("samples").intValue()).isEqualTo(samples);
    return dataset;
  }

  private static Answer prompt() throws Exception {
    return service.post(
        API + "/prompts", "{\"name\": \"%s\", \"text\": \"{{question}}\"}".formatted(name()));
  }

  private static Answer experiment(int samples, int concurrency) throws Exception {
    Answer designed =
        service.post(
            API + "/experiments",
            """
            {"name": "%s", "tags": ["tag"], "dataset_id": "%s",
             "variants": [{"name": "plain", "model_id": "%s", "prompt_id": "%s"}],
             "metrics": ["numeric_answer"], "execution": {"concurrency": %d}}
            """
                .formatted(
                    name(), dataset(samples).id(), model().id(), prompt().id(), concurrency));
    assertThat(designed.status()).as(designed.response().body()).isEqualTo(201);
    return designed;
  }

  private static Answer awaitEnd(String run) throws Exception {
    Answer events = service.get(API + "/runs/" + run + "/events");
    assertThat(events.response().body()).contains("event: end");
    return service.get(API + "/runs/" + run);
  }

  @Test
  void runsAnExperimentFromTheUploadToTheSummary() throws Exception {
    Answer experiment = experiment(200, 50);

    Answer started = service.post(API + "/experiments/" + experiment.id() + "/start", "");
    assertThat(started.status()).isEqualTo(202);
    String run = started.id();
    assertThat(started.response().headers().firstValue("Location")).contains(API + "/runs/" + run);
    Answer ended = awaitEnd(run);

    assertThat(ended.json().path("status").stringValue()).isEqualTo("completed");
    assertThat(ended.json().path("progress").path("answered").intValue()).isEqualTo(200);
    List<String> samples = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = service.get(API + "/runs/" + run + "/evaluations?limit=90" + cursor);
      page.json().path("data").forEach(it -> samples.add(it.path("sample_id").stringValue()));
      JsonNode next = page.json().path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.stringValue();
    } while (!cursor.isEmpty());
    assertThat(samples).hasSize(200).doesNotHaveDuplicates();
    JsonNode metric =
        service
            .get(API + "/runs/" + run + "/summary")
            .json()
            .path("variants")
            .get(0)
            .path("metrics")
            .get(0);
    assertThat(metric.path("estimate").doubleValue()).isEqualTo(1);
    assertThat(metric.path("interval").path("lower").doubleValue()).isBetween(0.97, 0.99);
    assertThat(service.get(API + "/runs/" + run + "/export?format=csv").response().body().lines())
        .hasSize(201);
    assertThat(
            service
                .send("DELETE", API + "/experiments/" + experiment.id(), "", "If-Match", "*")
                .status())
        .isEqualTo(409);
  }

  @Test
  void stopsARunInTheMiddleAndGoesOnWithIt() throws Exception {
    Answer experiment = experiment(2_000, 5);
    String path = API + "/experiments/" + experiment.id();
    String run = service.post(path + "/start", "").id();

    assertThat(service.post(path + "/start", "").status()).isEqualTo(409);
    Answer stopped = service.post(path + "/stop", "");
    assertThat(stopped.json().path("status").stringValue()).isEqualTo("stopped");
    assertThat(service.post(path + "/stop", "").status()).isEqualTo(200);
    long done = stopped.json().path("progress").path("done").longValue();
    assertThat(done).isLessThan(2_000);

    Answer resumed = service.post(path + "/resume", "");
    assertThat(resumed.json().path("status").stringValue()).isEqualTo("running");
    assertThat(service.post(path + "/pause", "").json().path("status").stringValue())
        .isEqualTo("paused");
    assertThat(service.post(API + "/runs/" + run + "/stop", "").status()).isEqualTo(200);
  }

  @Test
  void takesOutcomesFromElsewhereItemByItem() throws Exception {
    Answer experiment = experiment(2, 1);
    String run = service.post(API + "/experiments/" + experiment.id() + "/runs", "").id();
    String batch =
        """
        {"run_id": "%s", "evaluations": [
          {"variant": "plain", "sample_id": "q1", "output": "42", "input_tokens": 3},
          {"variant": "plain", "sample_id": "q9", "output": "42"},
          {"variant": "plain", "sample_id": "q2", "outcome": "timed_out", "outputt": "42"}]}
        """
            .formatted(run);

    Answer first = service.post(API + "/evaluations", batch);
    Answer second = service.post(API + "/evaluations", batch);

    assertThat(first.status()).isEqualTo(207);
    assertThat(first.json().path("recorded").intValue()).isEqualTo(1);
    assertThat(first.json().path("results").get(1).path("error").path("path").stringValue())
        .isEqualTo("sample_id");
    assertThat(first.json().path("results").get(2).path("error").path("message").stringValue())
        .contains("did you mean 'output'");
    String id = first.json().path("results").get(0).path("id").stringValue();
    assertThat(second.json().path("results").get(0).path("id").stringValue()).isEqualTo(id);
    JsonNode stored = service.get(API + "/evaluations/" + id).json();
    assertThat(stored.path("scores").path("numeric_answer").path("value").doubleValue())
        .isEqualTo(1);
    assertThat(service.get(API + "/runs/" + run).json().path("status").stringValue())
        .isEqualTo("pending");

    service.post(
        API + "/evaluations",
        """
        {"run_id": "%s", "evaluations": [
          {"variant": "plain", "sample_id": "q2", "outcome": "timed_out"}]}
        """
            .formatted(run));
    assertThat(service.get(API + "/runs/" + run).json().path("status").stringValue())
        .isEqualTo("completed");
  }

  @Test
  void changesOnlyWhatWasRead() throws Exception {
    Answer model = model();
    String path = API + "/models/" + model.id();
    String body =
        "{\"name\": \"%s\", \"provider\": \"openai\", \"model_identifier\": \"other\"}"
            .formatted(name());

    assertThat(service.send("PUT", path, body).status()).isEqualTo(428);
    assertThat(service.send("PUT", path, body, "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(service.get(path).json()).isEqualTo(model.json());
    Answer changed = service.send("PUT", path, body, "If-Match", model.etag());
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.etag()).isNotEqualTo(model.etag());
    assertThat(service.send("DELETE", path, "", "If-Match", model.etag()).status()).isEqualTo(412);
    assertThat(service.send("DELETE", path, "", "If-Match", changed.etag()).status())
        .isEqualTo(204);
    assertThat(service.get(path).status()).isEqualTo(404);
    assertThat(service.send("DELETE", path, "", "If-Match", "*").status()).isEqualTo(404);
  }

  @Test
  void doesOnceWhatIsSentTwiceWithAKey() throws Exception {
    String body = "{\"name\": \"%s\"}".formatted(name());
    Answer first = service.post(API + "/datasets", body, "Idempotency-Key", "key-1");
    Answer again = service.post(API + "/datasets", body, "Idempotency-Key", "key-1");
    Answer other =
        service.post(API + "/datasets", "{\"name\": \"other\"}", "Idempotency-Key", "key-1");

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.response().headers().firstValue("Location"))
        .isEqualTo(first.response().headers().firstValue("Location"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(service.post(API + "/datasets", body).status()).isEqualTo(409);
  }

  @Test
  void listsPageByPageAndRefusesStrangeCursors() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(prompt().status()).isEqualTo(201);
    }
    Answer first = service.get(API + "/prompts?limit=2");
    String cursor = first.json().path("next_cursor").stringValue();

    assertThat(first.json().path("data")).hasSize(2);
    assertThat(service.get(API + "/prompts?limit=2&cursor=" + cursor).status()).isEqualTo(200);
    assertThat(service.get(API + "/models?cursor=" + cursor).status()).isEqualTo(400);
    assertThat(service.get(API + "/prompts?cursor=x" + cursor).status()).isEqualTo(400);
    assertThat(service.get(API + "/prompts?limt=2").json().path("detail").stringValue())
        .contains("did you mean 'limit'");
  }

  @Test
  void listsAllWhereSomebodyDeletesByTurns() throws Exception {
    Set<String> made = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      made.add(experiment(1, 1).id());
    }
    for (String sort : List.of("newest", "oldest")) {
      Set<String> listed = new TreeSet<>();
      String cursor = "";
      do {
        Answer page = service.get(API + "/experiments?status=draft&limit=2&sort=" + sort + cursor);
        page.json().path("data").forEach(it -> listed.add(it.path("id").stringValue()));
        JsonNode next = page.json().path("next_cursor");
        if (!next.isNull()) {
          String last = page.json().path("data").get(1).path("id").stringValue();
          service.send("DELETE", API + "/experiments/" + last, "", "If-Match", "*");
        }
        cursor = next.isNull() ? "" : "&cursor=" + next.stringValue();
      } while (!cursor.isEmpty());
      assertThat(listed).containsAll(made);
      made.removeIf(id -> notThere(id));
    }
  }

  private static boolean notThere(String experiment) {
    try {
      return service.get(API + "/experiments/" + experiment).status() == 404;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void findsByAPartOfTheName() throws Exception {
    String model = model().json().path("name").stringValue();

    assertThat(
            service
                .get(API + "/models?text=" + model.toUpperCase(Locale.ROOT).replace(" ", "%20"))
                .json()
                .path("data")
                .valueStream())
        .extracting(it -> it.path("name").stringValue())
        .contains(model)
        .allMatch(name -> name.contains(model));
    assertThat(service.get(API + "/prompts?text=nowhere").json().path("data")).isEmpty();
  }

  @Test
  void refusesABadFileWholeAndNamesItsLines() throws Exception {
    Answer dataset = service.post(API + "/datasets", "{\"name\": \"%s\"}".formatted(name()));
    Answer refused =
        service.post(
            API + "/datasets/" + dataset.id() + "/upload",
            "{\"question\": \"a\"}\n{nonsense\n{\"question\": \"b\"}\n[]\n",
            "Content-Type",
            "application/jsonl");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("issues").valueStream())
        .extracting(issue -> issue.path("path").stringValue())
        .containsExactly("line 2", "line 4");
    assertThat(service.get(API + "/datasets/" + dataset.id()).json().path("versions").intValue())
        .isZero();
  }

  /** Values at random on every route of the contract: whatever comes, the service does not fail. */
  @Test
  void neverFailsForWhatItIsSent() throws Exception {
    long seed = Long.getLong("fuzz.seed", 20_261_123L);
    int requests = Integer.getInteger("fuzz.requests", 20_000);
    List<String> ids =
        List.of(model().id(), dataset(2).id(), prompt().id(), experiment(2, 1).id(), "x", "%00");
    Fuzzer fuzzer = new Fuzzer(new Random(seed), service.get("/openapi").json(), ids);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < requests && failures.size() < 50; i++) {
      Fuzzer.Request request = fuzzer.next();
      try {
        Answer answer =
            service.send(
                request.method(),
                request.path(),
                request.body(),
                request.headers().toArray(String[]::new));
        if (answer.status() >= 500) {
          failures.add(request + " -> " + answer.response().body());
        }
      } catch (AssertionError e) {
        failures.add(request + " -> " + e.getMessage());
      }
    }
    assertThat(failures).as("seed %d", seed).isEmpty();
  }

  @Test
  void goesOnAfterARestartWithARunThatItsEndInterrupted(@TempDir Path own) throws Exception {
    ServiceProcess first = service;
    try (ServiceProcess before = ServiceProcess.start(own)) {
      service = before;
      String run =
          service.post(API + "/experiments/" + experiment(1_000, 20).id() + "/start", "").id();
      assertThat(before.end()).isIn(0, 143);
      try (ServiceProcess after = ServiceProcess.start(own)) {
        service = after;
        Answer ended = awaitEnd(run);
        assertThat(ended.json().path("status").stringValue()).isEqualTo("completed");
        assertThat(ended.json().path("progress").path("done").intValue()).isEqualTo(1_000);
        assertThat(after.end()).isIn(0, 143);
      }
    } finally {
      service = first;
    }
  }

  @Test
  void servesFiguresForPrometheus() throws Exception {
    assertThat(service.get("/metrics").response().body())
        .contains("http_server_request_duration_seconds_count{")
        .contains("jvm_memory_used_bytes")
        .contains("research_lab_runs_active ");
  }
}
