package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {

  private static Map<String, String> limits(HttpResponse<String> response) {
    Map<String, String> limits = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (name.contains("ratelimit")) {
                limits.put(name.replaceFirst(".*ratelimit-", ""), values.getFirst());
              }
            });
    return limits;
  }

  @Test
  void saysWithEveryAnswerWhatIsLeft() throws Exception {
    SimulatorSettings settings = SimulatorSettings.builder().quota(0.01, 2).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      HttpResponse<String> first = client.complete("1");
      HttpResponse<String> streamed = client.complete("2", "\"stream\":true");
      HttpResponse<String> refused = client.complete("3");

      assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).contains("2");
      assertThat(limits(first)).containsEntry("remaining-requests", "1");
      assertThat(limits(first).get("reset-requests")).matches("1m(39(\\.\\d+)?|40)s");
      assertThat(limits(streamed)).containsEntry("remaining-requests", "0");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(limits(refused)).hasSize(3).containsEntry("remaining-requests", "0");
      assertThat(refused.headers().firstValue("retry-after")).contains("100");
    }
  }

  @Test
  void saysWhatIsLeftBesideAnInjectedFaultToo() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder().quota(0.01, 5).fault(Fault.SERVER_ERROR, 1).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      assertThat(limits(client.complete("1"))).containsEntry("remaining-requests", "4");
    }
  }

  @Test
  void saysNothingWithoutAQuotaOrWhenToldNotTo() throws Exception {
    try (ProviderSimulator simulator =
            ProviderSimulator.start(SimulatorSettings.builder().build());
        Client client = new Client(simulator)) {
      assertThat(limits(client.complete("1"))).isEmpty();
    }
    SimulatorSettings silent =
        SimulatorSettings.builder().quota(1, 2).tokenQuota(10).rateLimitHeaders(false).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(silent);
        Client client = new Client(simulator)) {
      assertThat(limits(client.complete("1"))).isEmpty();
    }
  }

  @Test
  void refusesWhenTheTokensAreUsedUp() throws Exception {
    SimulatorSettings settings = SimulatorSettings.builder().tokenQuota(5).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      // 500 tokens of the prompt and as many of the answer: 199 seconds of debt.
      HttpResponse<String> first = client.complete("0123".repeat(500));
      HttpResponse<String> refused = client.complete("1");

      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(limits(first))
          .hasSize(3)
          .containsEntry("limit-tokens", "5")
          .containsEntry("remaining-tokens", "0");
      assertThat(limits(first).get("reset-tokens")).startsWith("3m");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(at(refused.body(), "error.type")).isEqualTo("tokens");
      assertThat(Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow()))
          .isBetween(195L, 200L);
      assertThat(simulator.stats().rateLimited()).isEqualTo(1);
    }
  }

  @Test
  void takesMoreThanIsLeftAndEarnsItBack() {
    Quota quota = new Quota(10, 10, 0);
    quota.take(4, 0);

    assertThat(quota.remaining(0)).isEqualTo(6);
    assertThat(quota.resetNanos(0)).isEqualTo(400_000_000);
    quota.take(26, 0);
    assertThat(quota.remaining(0)).isZero();
    assertThat(quota.waitNanos(0)).isEqualTo(2_100_000_000);
    assertThat(quota.waitNanos(2_100_000_000)).isZero();
    assertThat(quota.remaining(2_100_000_000)).isEqualTo(1);
    assertThat(quota.remaining(10_000_000_000L)).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ms",
    "20000000, 20ms",
    "1000000000, 1s",
    "8640000000, 8.64s",
    "10000000000, 10s",
    "360000000000, 6m0s",
    "86400000000, 1m26.4s",
    "3602000000000, 1h0m2s"
  })
  void writesDurationsAsOpenAiDoes(long nanos, String text) {
    assertThat(RateLimits.duration(nanos)).isEqualTo(text);
  }

  @Test
  void speaksAnthropicsHeadersToItsClients() throws Exception {
    SimulatorSettings settings = SimulatorSettings.builder().quota(0.01, 2).tokenQuota(50).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      Instant before = Instant.now();
      HttpResponse<String> response =
          client.post(
              "/v1/messages",
              Client.chat("hi", "\"max_tokens\":5"),
              "anthropic-version",
              "2023-06-01");

      assertThat(response.headers().firstValue("anthropic-ratelimit-requests-limit")).contains("2");
      assertThat(limits(response))
          .containsEntry("requests-remaining", "1")
          .containsEntry("tokens-limit", "50")
          .containsKey("tokens-reset");
      assertThat(Instant.parse(limits(response).get("requests-reset")))
          .isBetween(before.plusSeconds(98), before.plusSeconds(105));
    }
  }

  @Test
  void letsRequestsOverItsSlotsWaitForTheirTurn() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder()
            .slots(2)
            .latency(new Latency.Fixed(Duration.ofMillis(50)))
            .build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings)) {
      long start = System.nanoTime();
      Waiting.inParallel(
          8,
          () -> {
            try (RawConnection connection = new RawConnection(simulator)) {
              assertThat(connection.send(RawConnection.chatRequest("hi")).response().status())
                  .isEqualTo(200);
            }
          });

      // Four rounds of two.
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
      SimulatorStats stats = simulator.stats();
      assertThat(stats.completed()).isEqualTo(8);
      assertThat(stats.queued()).isZero();
      assertThat(stats.maxQueued()).isBetween(1L, 8L);
      assertThat(stats.latencyP95Millis()).isGreaterThan(190);
    }
  }
}
