package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class LimitsTest {

  @Test
  void admitsTheBurstAndThenOneRequestPerInterval() {
    Quota quota = new Quota(10, 3, 0);

    assertThat(quota.admit(0)).isZero();
    assertThat(quota.admit(0)).isZero();
    assertThat(quota.admit(0)).isZero();
    assertThat(quota.admit(0)).isEqualTo(100_000_000);
    assertThat(quota.admit(99_999_999)).isEqualTo(1);
    assertThat(quota.admit(100_000_000)).isZero();
    assertThat(quota.admit(100_000_000)).isEqualTo(100_000_000);
    // After a long rest the burst is full again, and not fuller.
    for (int i = 0; i < 3; i++) {
      assertThat(quota.admit(10_000_000_000L)).isZero();
    }
    assertThat(quota.admit(10_000_000_000L)).isEqualTo(100_000_000);
  }

  @Test
  void answers429WithRetryAfterOverTheQuota() throws Exception {
    SimulatorSettings settings = SimulatorSettings.builder().quota(0.2, 2).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      assertThat(client.complete("1").statusCode()).isEqualTo(200);
      assertThat(client.complete("2").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = client.complete("3");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).contains("5");
      assertThat(at(refused.body(), "error.code")).isEqualTo("rate_limit_exceeded");
      assertThat(simulator.stats().rateLimited()).isEqualTo(1);
      assertThat(simulator.stats().faults().get(Fault.RATE_LIMIT)).isZero();
      assertThat(client.read("/v1/models").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesRequestsOverItsConcurrency() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder()
            .maxConcurrency(1)
            .fault(Fault.STALL, 1)
            .stallDuration(Duration.ofMinutes(1))
            .build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator);
        RawConnection busy = new RawConnection(simulator)) {
      busy.send(RawConnection.chatRequest("hi"));
      Waiting.until(() -> simulator.stats().inFlight() == 1);

      assertThat(client.complete("2").statusCode()).isEqualTo(503);
      assertThat(simulator.stats().serverErrors()).isEqualTo(1);
    }
  }

  @Test
  void asksForTheKeyUnderV1() throws Exception {
    try (ProviderSimulator simulator =
            ProviderSimulator.start(SimulatorSettings.builder().apiKey("sk-test").build());
        Client client = new Client(simulator)) {
      String path = "/v1/chat/completions";
      HttpResponse<String> missing = client.complete("hi");
      HttpResponse<String> wrong =
          client.post(path, Client.chat("hi"), "Authorization", "Bearer sk-tes");
      HttpResponse<String> basic =
          client.post(path, Client.chat("hi"), "Authorization", "Basic sk-test");

      assertThat(missing.statusCode()).isEqualTo(401);
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(basic.statusCode()).isEqualTo(401);
      assertThat(at(wrong.body(), "error.code")).isEqualTo("invalid_api_key");
      assertThat(wrong.body()).doesNotContain("sk-tes");
      assertThat(client.read("/v1/models").statusCode()).isEqualTo(401);
      assertThat(client.read("/stats").statusCode()).isEqualTo(200);
      assertThat(
              client.post(path, Client.chat("hi"), "Authorization", "bearer sk-test").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void waitsForTheFixedLatencyAndMeasuresIt() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder().latency(new Latency.Fixed(Duration.ofMillis(50))).build();
    Queue<Long> seen = new ConcurrentLinkedQueue<>();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings)) {
      Waiting.inParallel(
          20,
          () -> {
            try (RawConnection connection = new RawConnection(simulator)) {
              for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                connection.send(RawConnection.chatRequest("hi")).response();
                seen.add(System.nanoTime() - start);
              }
            }
          });

      assertThat(seen).hasSize(100).allMatch(nanos -> nanos >= 50_000_000);
      double seenMedian = seen.stream().sorted().skip(49).findFirst().orElseThrow() / 1e6;
      SimulatorStats stats = simulator.stats();
      assertThat(stats.latencyP50Millis()).isBetween(49.8, seenMedian * 1.005);
      assertThat(stats.latencyP95Millis()).isGreaterThanOrEqualTo(stats.latencyP50Millis());
      assertThat(stats.maxInFlight()).isBetween(2L, 20L);
    }
  }

  @Test
  void pausesBeforeEachTokenOfAStream() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder().tokenDelay(Duration.ofMillis(20)).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      long start = System.nanoTime();
      HttpResponse<String> response = client.complete("0123456789012345", "\"stream\":true");

      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(80_000_000);
      assertThat(Client.events(response.body())).hasSize(7);
      assertThat(simulator.stats().latencyP50Millis()).isGreaterThanOrEqualTo(79.6);
    }
  }

  @Test
  void saysThatAPortIsTaken() {
    try (ProviderSimulator simulator =
        ProviderSimulator.start(SimulatorSettings.builder().build())) {
      SimulatorSettings same = SimulatorSettings.builder().port(simulator.port()).build();

      assertThatThrownBy(() -> ProviderSimulator.start(same))
          .isInstanceOf(SimulatorException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:" + simulator.port());
    }
  }

  @Test
  void closesQuicklyWhateverItsConnectionsAreDoing() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder()
            .seed(1)
            .fault(Fault.STALL, 0.3)
            .fault(Fault.SLOW_BODY, 0.3)
            .stallDuration(Duration.ofHours(1))
            .slowBodyDuration(Duration.ofHours(1))
            .latency(new Latency.LogNormal(Duration.ofMinutes(1), 3))
            .build();
    ProviderSimulator simulator = ProviderSimulator.start(settings);
    // Held, as the collector closes a socket that nobody holds.
    List<RawConnection> connections = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      RawConnection connection = new RawConnection(simulator);
      connections.add(connection);
      if (i % 4 > 0) {
        connection.send(RawConnection.chatRequest("hi"));
      }
    }
    Waiting.until(() -> simulator.stats().requests() == 45);
    Waiting.until(() -> simulator.stats().connectionsOpen() == 60);

    long start = System.nanoTime();
    simulator.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(simulator.stats().connectionsOpen()).isZero();
    assertThat(simulator.stats().inFlight()).isZero();
    assertThatThrownBy(() -> new RawConnection(simulator).close())
        .isInstanceOf(ConnectException.class);
    for (RawConnection connection : connections) {
      connection.close();
    }
  }
}
