package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.bootstrap.ServiceProcess.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects keep apart what belongs to them, and remember what was changed. */
class ProjectsIT {

  private static final String API = "/api/v1";
  private static final String MODEL =
      """
      {"name": "%s", "provider": "simulated", "model_identifier": "sim"}\
      """;

  @TempDir private static Path folder;

  private static ServiceProcess service;

  @BeforeAll
  static void start() throws Exception {
    service = ServiceProcess.start(folder);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String project(String name) throws Exception {
    Answer made = service.post(API + "/projects", "{\"name\": \"" + name + "\"}");
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.id();
  }

  private static List<String> names(String list, String... headers) throws Exception {
    return service
        .send("GET", API + list, "", headers)
        .json()
        .path("data")
        .valueStream()
        .map(it -> it.path("name").stringValue())
        .toList();
  }

  @Test
  void showsNothingOfAnotherProject() throws Exception {
    String own = project("own");
    assertThat(names("/projects")).contains("default", "own");
    Answer model = service.post(API + "/models", MODEL.formatted("hidden"), "X-Project-Id", own);
    assertThat(model.status()).isEqualTo(201);

    assertThat(names("/models", "X-Project-Id", own)).containsExactly("hidden");
    assertThat(names("/models")).doesNotContain("hidden");
    assertThat(service.get(API + "/models/" + model.id()).status()).isEqualTo(404);
    assertThat(service.send("DELETE", API + "/models/" + model.id(), "", "If-Match", "*").status())
        .isEqualTo(404);
  }

  @Test
  void refusesAProjectThatIsNotThere() throws Exception {
    Answer absent =
        service.send(
            "GET", API + "/models", "", "X-Project-Id", "01a20aad-0c20-74f6-b245-deedc943d339");
    assertThat(absent.status()).isEqualTo(400);
    assertThat(absent.json().path("detail").stringValue())
        .startsWith("X-Project-Id: there is no such project");
    Answer bad = service.send("GET", API + "/models", "", "X-Project-Id", "own");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.json().path("issues").get(0).path("path").stringValue())
        .isEqualTo("X-Project-Id");
    project("taken");
    assertThat(service.post(API + "/projects", "{\"name\": \"taken\"}").status()).isEqualTo(409);
  }

  @Test
  void remembersEachChangeOnceAndNothingThatOnlyLooks() throws Exception {
    String own = project("audited");
    Answer model =
        service.post(
            API + "/models",
            MODEL.formatted("m"),
            "X-Project-Id",
            own,
            "Idempotency-Key",
            "k",
            "X-Request-Id",
            "first");
    service.post(
        API + "/models", MODEL.formatted("m"), "X-Project-Id", own, "Idempotency-Key", "k");
    service.post(API + "/models", MODEL.formatted("m"), "X-Project-Id", own);
    service.send("GET", API + "/models", "", "X-Project-Id", own);
    service.send("DELETE", API + "/models/" + model.id(), "", "X-Project-Id", own, "If-Match", "*");

    Answer log = service.send("GET", API + "/audit-log", "", "X-Project-Id", own);
    assertThat(log.json().path("data").valueStream())
        .extracting(it -> it.path("action").stringValue())
        .containsExactly("model.deleted", "model.created");
    assertThat(log.json().path("data").get(1).path("subject").stringValue()).isEqualTo(model.id());
    assertThat(log.json().path("data").get(1).path("detail").stringValue())
        .isEqualTo("request first");
    Answer page = service.send("GET", API + "/audit-log?limit=1", "", "X-Project-Id", own);
    String cursor = page.json().path("next_cursor").stringValue();
    assertThat(
            service
                .send("GET", API + "/audit-log?limit=1&cursor=" + cursor, "", "X-Project-Id", own)
                .json()
                .path("data")
                .get(0)
                .path("action")
                .stringValue())
        .isEqualTo("model.created");
  }
}
