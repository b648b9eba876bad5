package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorStatsTest {

  @Test
  void countsWhatWasServedButNotItself() throws Exception {
    try (ProviderSimulator simulator =
            ProviderSimulator.start(SimulatorSettings.builder().build());
        Client client = new Client(simulator)) {
      client.complete("12345678");
      client.complete("12345678", "\"max_tokens\":1");
      client.complete("bad", "\"n\":3");
      client.post("/v1/embeddings", "{\"model\":\"e\",\"input\":\"1234\"}");
      client.read("/v1/models");
      client.read("/nothing");
      String stats = client.read("/stats").body();

      assertThat(stats).isEqualTo(client.read("/stats").body());
      assertThat(at(stats, "requests")).isEqualTo(6L);
      assertThat(at(stats, "by_endpoint"))
          .isEqualTo(
              Map.of(
                  "chat_completions",
                  3L,
                  "completions",
                  0L,
                  "messages",
                  0L,
                  "embeddings",
                  1L,
                  "models",
                  1L,
                  "other",
                  1L));
      assertThat(at(stats, "by_status")).isEqualTo(Map.of("200", 4L, "400", 1L, "404", 1L));
      assertThat(at(stats, "completed")).isEqualTo(3L);
      assertThat(at(stats, "prompt_tokens")).isEqualTo(5L);
      assertThat(at(stats, "completion_tokens")).isEqualTo(3L);
      assertThat(at(stats, "in_flight")).isEqualTo(0L);
      assertThat(at(stats, "max_in_flight")).isEqualTo(1L);
      assertThat(at(stats, "queued")).isEqualTo(0L);
      assertThat(at(stats, "max_queued")).isEqualTo(0L);
      assertThat(at(stats, "connections_open")).isEqualTo(1L);
      assertThat(at(stats, "connections_total")).isEqualTo(1L);
      for (String name :
          List.of(
              "rate_limited_429", "server_errors", "resets", "stalls", "malformed", "unmatched")) {
        assertThat(at(stats, name)).as(name).isEqualTo(0L);
      }
      assertThat((Double) at(stats, "latency_p50_ms")).isPositive();
      assertThat((Double) at(stats, "latency_p95_ms")).isPositive();
    }
  }

  @Test
  void startsOverAfterAReset() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder().seed(5).fault(Fault.SERVER_ERROR, 0.5).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings);
        Client client = new Client(simulator)) {
      StringBuilder first = new StringBuilder();
      StringBuilder second = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        first.append(client.complete("hi").statusCode()).append(' ');
      }
      String reset = client.post("/stats/reset", "").body();
      assertThat(at(reset, "requests")).isEqualTo(0L);
      assertThat(at(reset, "by_status")).isEqualTo(Map.of());
      assertThat(at(reset, "faults.server_error")).isEqualTo(0L);
      assertThat(at(reset, "max_in_flight")).isEqualTo(0L);
      assertThat(at(reset, "connections_total")).isEqualTo(1L);
      assertThat(at(reset, "latency_p50_ms")).isNull();
      for (int i = 0; i < 20; i++) {
        second.append(client.complete("hi").statusCode()).append(' ');
      }
      assertThat(first.toString()).contains("500").contains("200").isEqualTo(second.toString());
    }
  }

  @Test
  void findsPercentilesWithinHalfAPercent() {
    LatencyHistogram histogram = new LatencyHistogram();
    assertThat(histogram.percentileMillis(0.5)).isNull();
    for (int micros = 1; micros <= 100_000; micros++) {
      histogram.record(micros * 1000L);
    }

    assertThat(histogram.percentileMillis(0.5)).isCloseTo(50, within(0.25));
    assertThat(histogram.percentileMillis(0.95)).isCloseTo(95, within(0.475));
    assertThat(histogram.percentileMillis(0)).isCloseTo(0.001, within(0.000005));
    histogram.record(Long.MAX_VALUE);
    assertThat(histogram.percentileMillis(1)).isCloseTo(9.2e12, within(5e10));
  }
}
