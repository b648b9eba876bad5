package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.bootstrap.ServiceProcess.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service that asks for keys lets nobody in without one, and nobody further than his goes. */
class ApiKeysIT {

  private static final String API = "/api/v1";
  private static final String MODEL =
      """
      {"name": "mine", "provider": "simulated", "model_identifier": "sim"}\
      """;

  @TempDir private static Path folder;

  private static ServiceProcess service;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    CommandLineCall made =
        CommandLineCall.on(folder.resolve("data"), "keys", "create", "admin", "--scope", "lab");
    assertThat(made.exitCode()).as(made.err()).isZero();
    admin = made.out().strip();
    service = ServiceProcess.start(folder, Map.of("LLM_RESEARCH_AUTHENTICATION", "api_key"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer send(String secret, String method, String path, String body, String... more)
      throws Exception {
    List<String> headers = new ArrayList<>(List.of("Authorization", "Bearer " + secret));
    headers.addAll(List.of(more));
    return service.send(method, API + path, body, headers.toArray(String[]::new));
  }

  private static String project(String name) throws Exception {
    Answer made = send(admin, "POST", "/projects", "{\"name\": \"" + name + "\"}");
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.id();
  }

  private static Answer key(String project, String name) throws Exception {
    Answer made =
        send(
            admin,
            "POST",
            "/api-keys",
            "{\"name\": \"" + name + "\"}",
            "X-Project-Id",
            project,
            "Idempotency-Key",
            "key-" + name);
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made;
  }

  private static String secret(Answer key) {
    return key.json().path("secret").stringValue();
  }

  @Test
  void letsNobodyInWithoutAKey() throws Exception {
    List<String> open = new ArrayList<>();
    JsonNode paths = service.get("/openapi.json").json().path("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (String method : path.getValue().propertyNames()) {
        if (path.getKey().startsWith(API) && !method.equals("parameters")) {
          String at =
              path.getKey().replaceAll("\\{[a-z]+}", "01a20aad-0c20-74f6-b245-deedc943d339");
          Answer answer = service.send(method.toUpperCase(Locale.ROOT), at, "");
          if (answer.status() != 401
              || answer.response().headers().firstValue("WWW-Authenticate").isEmpty()) {
            open.add(method + " " + path.getKey() + ": " + answer.status());
          }
        }
      }
    }
    assertThat(open).isEmpty();
    for (String path : List.of("/health", "/health/ready", "/metrics", "/openapi", "/docs")) {
      assertThat(service.get(path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void refusesWhatIsNoKeyOfIts() throws Exception {
    String wrong = admin.substring(0, admin.length() - 4) + "AAAA";
    for (String header : List.of("Bearer", "Bearer ", "Bearer x", "Basic abc", "Bearer " + wrong)) {
      Answer answer = service.send("GET", API + "/models", "", "Authorization", header);
      assertThat(answer.status()).as(header).isEqualTo(401);
      assertThat(answer.json().path("code").stringValue()).isEqualTo("unauthenticated");
      assertThat(answer.response().body()).doesNotContain(wrong);
    }
    assertThat(service.send("GET", API + "/models", "", "Authorization", "bearer " + admin))
        .extracting(Answer::status)
        .isEqualTo(200);
  }

  @Test
  void letsAKeyOfAProjectWorkInItAlone() throws Exception {
    String own = project("own");
    String secret = secret(key(own, "own"));
    assertThat(send(secret, "POST", "/models", MODEL).status()).isEqualTo(201);
    assertThat(send(secret, "GET", "/models", "", "X-Project-Id", own).json().path("data"))
        .hasSize(1);
    assertThat(send(admin, "GET", "/models", "").json().path("data")).isEmpty();
    assertThat(send(admin, "GET", "/models", "", "X-Project-Id", own).json().path("data"))
        .hasSize(1);

    String other = project("other");
    assertThat(send(secret, "GET", "/models", "", "X-Project-Id", other).status()).isEqualTo(403);
    assertThat(send(secret, "GET", "/projects", "").status()).isEqualTo(403);
    assertThat(send(secret, "GET", "/projects/" + own, "").status()).isEqualTo(403);
    assertThat(send(secret, "POST", "/projects", "{\"name\": \"third\"}").status()).isEqualTo(403);
    assertThat(
            send(secret, "POST", "/api-keys", "{\"name\": \"more\", \"scope\": \"lab\"}").status())
        .isEqualTo(403);
    assertThat(send(secret, "POST", "/api-keys", "{\"name\": \"more\"}").status()).isEqualTo(201);
    assertThat(send(secret, "GET", "/audit-log", "").json().path("data").valueStream())
        .extracting(it -> it.path("actor").stringValue() + " " + it.path("action").stringValue())
        .containsExactly(
            "api key own api_key.created",
            "api key own model.created",
            "api key admin api_key.created");
  }

  @Test
  void keepsAProjectsKeyFromTakingBackOneOfTheLab() throws Exception {
    String secret = secret(send(admin, "POST", "/api-keys", "{\"name\": \"plain\"}"));
    String ofLab =
        send(secret, "GET", "/api-keys", "")
            .json()
            .path("data")
            .valueStream()
            .filter(it -> it.path("name").stringValue().equals("admin"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .stringValue();

    assertThat(send(secret, "DELETE", "/api-keys/" + ofLab, "", "If-Match", "*").status())
        .isEqualTo(403);
    assertThat(send(admin, "GET", "/models", "").status()).isEqualTo(200);
  }

  @Test
  void showsASecretOnceAndTakesAKeyBackAtOnce() throws Exception {
    String own = project("short");
    Answer key = key(own, "short");
    Answer again = key(own, "short");
    assertThat(again.id()).isEqualTo(key.id());
    assertThat(again.json().has("secret")).isFalse();
    Answer read = send(secret(key), "GET", "/api-keys/" + key.id(), "");
    assertThat(read.json().has("secret")).isFalse();
    assertThat(read.etag()).isEqualTo(key.etag());

    String path = "/api-keys/" + key.id();
    assertThat(send(secret(key), "DELETE", path, "").status()).isEqualTo(428);
    assertThat(send(secret(key), "DELETE", path, "", "If-Match", "\"old\"").status())
        .isEqualTo(412);
    assertThat(send(secret(key), "DELETE", path, "", "If-Match", key.etag()).status())
        .isEqualTo(204);
    assertThat(send(secret(key), "GET", "/models", "").status()).isEqualTo(401);
  }

  @Test
  void worksWithTheCommandLineElsewhere() {
    Map<String, String> withKey =
        Map.of("LLM_RESEARCH_SERVER", service.address(), "LLM_RESEARCH_SERVER_KEY", admin);
    assertThat(CommandLineCall.with(withKey, "runs").out()).startsWith("No runs are kept yet.");
    CommandLineCall made = CommandLineCall.with(withKey, "keys", "create", "remote");
    assertThat(made.out()).startsWith("lab_");
    assertThat(CommandLineCall.with(withKey, "keys", "list").out())
        .contains("remote", "admin")
        .doesNotContain(made.out().strip());
    assertThat(CommandLineCall.with(withKey, "keys", "revoke", "remote").exitCode()).isZero();
    assertThat(CommandLineCall.with(withKey, "keys", "revoke", "remote").err())
        .isEqualTo("lab: there is no key 'remote'; see 'lab keys list'\n");
    assertThat(CommandLineCall.with(withKey, "config").out()).doesNotContain(admin);

    assertThat(CommandLineCall.with(withKey, "keys", "create", "x", "--expires-at", "soon").err())
        .startsWith(
            "lab: Invalid value for option '--expires-at': must be a time such as"
                + " 2027-01-31T00:00:00Z, not 'soon'\n");
    assertThat(
            CommandLineCall.with(
                    withKey, "keys", "create", "x", "--expires-at", "2020-01-01T00:00:00+01:00")
                .err())
        .startsWith("lab: expires_at: must lie between now and");

    CommandLineCall without =
        CommandLineCall.with(Map.of("LLM_RESEARCH_SERVER", service.address()), "runs");
    assertThat(without.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(without.err()).contains("LLM_RESEARCH_SERVER_KEY");
  }

  @Test
  void logsNoSecret() throws Exception {
    assertThat(service.err()).contains("answered").doesNotContain(admin.substring(30));
  }
}
