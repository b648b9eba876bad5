package dev.researchlab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SimulatorSettingsTest {

  private static void assertRefused(
      UnaryOperator<SimulatorSettings.Builder> change, String message) {
    assertThatThrownBy(() -> change.apply(SimulatorSettings.builder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesValuesOutsideTheirRange() {
    assertRefused(b -> b.port(70_000), "port");
    assertRefused(b -> b.apiKey(" "), "API key");
    assertRefused(b -> b.quota(-1, 1), "quota");
    assertRefused(b -> b.quota(Double.NaN, 1), "quota");
    assertRefused(b -> b.quota(1, 0), "burst");
    assertRefused(b -> b.tokenQuota(0.5), "token quota");
    assertRefused(b -> b.tokenQuota(Double.NaN), "token quota");
    assertRefused(b -> b.slots(-1), "slots");
    assertRefused(b -> b.faultsFrom(0), "request 1 or later");
    assertRefused(b -> b.faultsFrom(5).faultsUntil(4), "not end before they begin");
    assertRefused(b -> b.maxConcurrency(-1), "concurrency");
    assertRefused(b -> b.tokenDelay(Duration.ofMillis(-1)), "token delay");
    assertRefused(b -> b.stallDuration(Duration.ZERO), "stall duration");
    assertRefused(b -> b.slowBodyDuration(Duration.ofDays(2)), "slow-body");
    assertRefused(b -> b.fault(Fault.RESET, 1.1), "reset must be between 0 and 1");
    assertRefused(b -> b.fault(Fault.RESET, Double.NaN), "reset must be between 0 and 1");
    assertRefused(b -> b.fault(Fault.RESET, 0.6).fault(Fault.STALL, 0.6), "at most 1");
  }

  @Test
  void refusesLatenciesAndAnswersThatMeanNothing() {
    assertThatThrownBy(() -> new Latency.Fixed(Duration.ZERO)).hasMessageContaining("above zero");
    assertThatThrownBy(() -> new Latency.LogNormal(Duration.ofMillis(1), -1))
        .hasMessageContaining("sigma");
    assertThatThrownBy(() -> new AnswerRule.Recorded(Path.of("a.jsonl"), "", "a"))
        .hasMessageContaining("a.jsonl");
  }

  @Test
  void keepsItsOwnCopies() {
    List<String> models = new ArrayList<>(List.of("a"));
    SimulatorSettings settings = SimulatorSettings.builder().models(models).build();
    models.add("b");

    assertThat(settings.models()).containsExactly("a");
  }
}
