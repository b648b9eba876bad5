package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class FaultsTest {

  private static ProviderSimulator alwaysFailingWith(Fault fault) {
    return ProviderSimulator.start(always(fault).build());
  }

  private static SimulatorSettings.Builder always(Fault fault) {
    return SimulatorSettings.builder()
        .fault(fault, 1)
        .stallDuration(Duration.ofMillis(200))
        .slowBodyDuration(Duration.ofMillis(200));
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMIT,429,requests",
    "QUOTA_EXHAUSTED,429,insufficient_quota",
    "UNAUTHORIZED,401,invalid_request_error",
    "CONTEXT_LENGTH,400,invalid_request_error",
    "SERVER_ERROR,500,server_error",
    "BAD_GATEWAY,502,server_error",
    "UNAVAILABLE,503,server_error",
    "OVERLOADED,529,overloaded_error"
  })
  void answersWithAnErrorStatus(Fault fault, int status, String type) throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(fault);
        Client client = new Client(simulator)) {
      HttpResponse<String> response = client.complete("hi");

      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(at(response.body(), "error.type")).isEqualTo(type);
      assertThat(simulator.stats().byStatus()).isEqualTo(Map.of(status, 1L));
      assertThat(simulator.stats().faults()).containsEntry(fault, 1L);
      assertThat(simulator.stats().rateLimited()).isEqualTo(status == 429 ? 1 : 0);
      assertThat(simulator.stats().serverErrors()).isEqualTo(status < 500 ? 0 : 1);
      assertThat(simulator.stats().completed()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "QUOTA_EXHAUSTED,insufficient_quota",
    "UNAUTHORIZED,invalid_api_key",
    "CONTEXT_LENGTH,context_length_exceeded"
  })
  void saysByACodeWhatIsWrong(Fault fault, String code) throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(fault);
        Client client = new Client(simulator)) {
      assertThat(at(client.complete("hi").body(), "error.code")).isEqualTo(code);
    }
  }

  @Test
  void failsOnlyTheRequestsOfTheGivenNumbers() throws Exception {
    SimulatorSettings settings = always(Fault.SERVER_ERROR).faultsFrom(2).faultsUntil(4).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        statuses.add(client.complete("hi").statusCode());
      }
      assertThat(statuses).containsExactly(200, 500, 500, 500, 200, 200);
    }
  }

  @Test
  void stallsInMidBody() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.STALL_MID_BODY);
        RawConnection connection = new RawConnection(simulator)) {
      long start = System.nanoTime();
      String head = connection.send(RawConnection.chatRequest("hi")).head();
      int announced = Integer.parseInt(head.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));

      assertThat(connection.readToEnd()).hasSize(announced / 2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
      assertThat(simulator.stats().stalls()).isEqualTo(1);
      assertThat(simulator.stats().completed()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void sendsAHugeAnswerThatIsValid(String stream) throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.HUGE_BODY);
        Client client = new Client(simulator)) {
      String body = client.complete("hello", "\"stream\":" + stream).body();
      Object content =
          stream.equals("false")
              ? at(body, "choices.0.message.content")
              : Client.events(body).stream()
                  .filter(event -> event.contains("\"content\""))
                  .map(event -> (String) at(event, "choices.0.delta.content"))
                  .collect(Collectors.joining());

      assertThat(String.valueOf(content)).hasSize(50_000_005);
      assertThat(String.valueOf(content)).startsWith(stream.equals("false") ? "x" : "hellx");
      assertThat(simulator.stats().completed()).isEqualTo(1);
      assertThat(client.read("/stats").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void servesEmbeddingsAsUsualWhereTheFaultIsOneOfAText() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.HUGE_BODY);
        Client client = new Client(simulator)) {
      String body = client.post("/v1/embeddings", "{\"model\":\"content\",\"input\":\"a\"}").body();

      assertThat(at(body, "model")).isEqualTo("content");
      assertThat(body).hasSizeLessThan(100_000);
    }
  }

  @Test
  void namesAnotherModelAndAForeignId() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.WRONG_ID);
        Client client = new Client(simulator)) {
      String body = client.complete("hello").body();

      assertThat(at(body, "model")).isEqualTo("another-model");
      assertThat(at(body, "id")).isEqualTo("foreign-1");
      assertThat(at(body, "choices.0.message.content")).isEqualTo("hello");
    }
  }

  @Test
  void saysWhenToComeBackInTheConfiguredForm() throws Exception {
    assertThat(retryHeaders(RetryAfter.SECONDS)).isEqualTo(Map.of("retry-after", List.of("2")));
    assertThat(retryHeaders(RetryAfter.MILLISECONDS))
        .isEqualTo(Map.of("retry-after-ms", List.of("1500")));
    assertThat(retryHeaders(RetryAfter.NONE)).isEmpty();

    Instant before = Instant.now();
    String date =
        retryHeaders(RetryAfter.HTTP_DATE)
            .getOrDefault("retry-after", List.of("no header"))
            .getFirst();
    assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
        .isBetween(before.plusMillis(1500), Instant.now().plusMillis(2500));
  }

  private static Map<String, List<String>> retryHeaders(RetryAfter form) throws Exception {
    SimulatorSettings settings =
        always(Fault.RATE_LIMIT)
            .retryAfter(form)
            .retryAfterOnFault(Duration.ofMillis(1500))
            .build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      Map<String, List<String>> headers = new TreeMap<>(client.complete("hi").headers().map());
      headers.keySet().removeIf(name -> !name.startsWith("retry"));
      return headers;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void resetsTheConnectionBeforeTheResponse(String stream) throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.RESET);
        RawConnection connection = new RawConnection(simulator)) {
      connection.send(RawConnection.chatRequest("hi", "\"stream\":" + stream));

      assertThatThrownBy(connection::read)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(simulator.stats().resets()).isEqualTo(1);
      assertThat(simulator.stats().byStatus()).isEmpty();
      assertThat(simulator.stats().inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void resetsTheConnectionInMidBody(String stream) throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.RESET_MID_BODY);
        RawConnection connection = new RawConnection(simulator)) {
      connection.send(RawConnection.chatRequest("hello", "\"stream\":" + stream));

      assertThat(connection.head()).startsWith("HTTP/1.1 200 OK");
      assertThat(connection.read()).isPositive();
      assertThatThrownBy(connection::readToEnd)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(simulator.stats().resets()).isEqualTo(1);
      assertThat(simulator.stats().completed()).isZero();
    }
  }

  @Test
  void truncatesTheAnnouncedBody() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.TRUNCATED_BODY);
        RawConnection connection = new RawConnection(simulator);
        Client client = new Client(simulator)) {
      String head = connection.send(RawConnection.chatRequest("hi")).head();
      int announced = Integer.parseInt(head.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));

      assertThat(connection.readToEnd()).hasSize(announced / 2).startsWith("{\"id\"");
      assertThatThrownBy(() -> client.complete("hi")).isInstanceOf(IOException.class);
      assertThat(simulator.stats().faults()).containsEntry(Fault.TRUNCATED_BODY, 2L);
      assertThat(simulator.stats().completed()).isZero();
    }
  }

  @Test
  void truncatesAStreamBeforeItsLastChunk() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.TRUNCATED_BODY);
        RawConnection connection = new RawConnection(simulator)) {
      connection.send(RawConnection.chatRequest("hello", "\"stream\":true"));

      assertThat(connection.head()).contains("Transfer-Encoding: chunked");
      assertThat(connection.readToEnd()).contains("data: {").doesNotContain("[DONE]");
    }
  }

  @Test
  void stallsUntilTheDurationHasPassed() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.STALL);
        RawConnection connection = new RawConnection(simulator)) {
      long start = System.nanoTime();
      connection.send(RawConnection.chatRequest("hi"));

      assertThat(connection.read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
      assertThat(simulator.stats().stalls()).isEqualTo(1);
      assertThat(simulator.stats().byStatus()).isEmpty();
    }
  }

  @Test
  void endsAStallWhenTheClientGoes() throws Exception {
    SimulatorSettings settings = always(Fault.STALL).stallDuration(Duration.ofHours(1)).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings)) {
      try (RawConnection connection = new RawConnection(simulator)) {
        connection.send(RawConnection.chatRequest("hi"));
        Waiting.until(() -> simulator.stats().inFlight() == 1);
      }
      Waiting.until(() -> simulator.stats().inFlight() == 0);
      Waiting.until(() -> simulator.stats().connectionsOpen() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void dribblesASlowBody(String stream) throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.SLOW_BODY);
        Client client = new Client(simulator)) {
      long start = System.nanoTime();
      HttpResponse<String> response = client.complete("hello", "\"stream\":" + stream);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
      if (stream.equals("true")) {
        assertThat(Client.events(response.body())).endsWith("[DONE]");
      } else {
        assertThat(at(response.body(), "choices.0.message.content")).isEqualTo("hello");
      }
      assertThat(simulator.stats().completed()).isEqualTo(1);
    }
  }

  @Test
  void garblesTheJsonAndKeepsTheConnection() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.MALFORMED_BODY);
        RawConnection connection = new RawConnection(simulator)) {
      for (int i = 1; i <= 2; i++) {
        RawConnection.Response response =
            connection.send(RawConnection.chatRequest("hi")).response();

        assertThat(response.status()).isEqualTo(200);
        assertThatThrownBy(() -> JsonValue.parse(response.body()))
            .isInstanceOf(JacksonException.class);
        assertThat(simulator.stats().malformed()).isEqualTo(i);
      }
      assertThat(simulator.stats().completed()).isZero();
      assertThat(simulator.stats().latencyP50Millis()).isNull();
    }
  }

  @Test
  void garblesOneEventOfAStream() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.MALFORMED_BODY);
        Client client = new Client(simulator)) {
      List<String> events = Client.events(client.complete("hello", "\"stream\":true").body());

      assertThat(events).hasSize(5).endsWith("[DONE]");
      assertThat(events.subList(0, 4).stream().filter(event -> !event.endsWith("}"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"EMPTY_ANSWER,stop", "CONTENT_FILTER,content_filter"})
  void withholdsTheText(Fault fault, String finishReason) throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(fault);
        Client client = new Client(simulator)) {
      String body = client.complete("hello").body();

      assertThat(at(body, "choices.0.message.content")).isEqualTo("");
      assertThat(at(body, "choices.0.finish_reason")).isEqualTo(finishReason);
      assertThat(at(body, "usage.completion_tokens")).isEqualTo(0L);
      assertThat(simulator.stats().faults()).containsEntry(fault, 1L);
      assertThat(simulator.stats().completed()).isEqualTo(1);

      List<String> events = Client.events(client.complete("hello", "\"stream\":true").body());
      assertThat(events).hasSize(3);
      assertThat(at(events.get(1), "choices.0.finish_reason")).isEqualTo(finishReason);
    }
  }

  @Test
  void failsEmbeddingsToo() throws Exception {
    try (ProviderSimulator simulator = alwaysFailingWith(Fault.SERVER_ERROR);
        Client client = new Client(simulator)) {
      assertThat(client.post("/v1/embeddings", "{\"model\":\"e\",\"input\":\"a\"}").statusCode())
          .isEqualTo(500);
      assertThat(client.read("/v1/models").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void drawsTheSameTotalsFromTheSameSeedOnAnyNumberOfConnections() throws Exception {
    long seed = 20261123;
    Map<Fault, Long> alone = totals(seed, 1);

    assertThat(totals(seed, 8)).as("seed %s", seed).isEqualTo(alone);
    assertThat(totals(seed + 1, 1)).isNotEqualTo(alone);
    assertThat(alone.get(Fault.RATE_LIMIT)).isBetween(60L, 140L);
    assertThat(alone.get(Fault.SERVER_ERROR)).isBetween(40L, 110L);
    assertThat(alone.get(Fault.EMPTY_ANSWER)).isBetween(10L, 60L);
  }

  private static Map<Fault, Long> totals(long seed, int connections) throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder()
            .seed(seed)
            .fault(Fault.RATE_LIMIT, 0.2)
            .fault(Fault.SERVER_ERROR, 0.15)
            .fault(Fault.EMPTY_ANSWER, 0.07)
            .build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings)) {
      Waiting.inParallel(
          connections,
          () -> {
            try (RawConnection connection = new RawConnection(simulator)) {
              for (int i = 0; i < 480 / connections; i++) {
                connection.send(RawConnection.chatRequest("hi")).response();
              }
            }
          });
      assertThat(simulator.stats().requests()).isEqualTo(480);
      return simulator.stats().faults();
    }
  }
}
