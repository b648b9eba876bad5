package dev.researchlab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 20261123})
  void meetsEachFaultAtItsRate(long seed) {
    Draws draws =
        new Draws(
            SimulatorSettings.builder()
                .seed(seed)
                .fault(Fault.RATE_LIMIT, 0.1)
                .fault(Fault.CONTENT_FILTER, 0.02)
                .build());
    int n = 200_000;

    assertThat(
            LongStream.rangeClosed(1, n).filter(i -> draws.fault(i) == null).count() / (double) n)
        .isCloseTo(0.88, within(0.004));
    assertThat(
            LongStream.rangeClosed(1, n).filter(i -> draws.fault(i) == Fault.CONTENT_FILTER).count()
                / (double) n)
        .isCloseTo(0.02, within(0.002));
  }

  @Test
  void meetsAFaultOfRateOneAlwaysAndOfRateZeroNever() {
    Draws draws =
        new Draws(SimulatorSettings.builder().fault(Fault.RESET, 0).fault(Fault.STALL, 1).build());

    assertThat(LongStream.rangeClosed(1, 100_000).allMatch(i -> draws.fault(i) == Fault.STALL))
        .isTrue();
  }

  @Test
  void drawsLogNormalLatenciesOfTheMedianAndSigma() {
    Draws draws =
        new Draws(
            SimulatorSettings.builder()
                .seed(3)
                .latency(new Latency.LogNormal(Duration.ofMillis(200), 0.5))
                .build());
    double[] logs =
        LongStream.rangeClosed(1, 100_000)
            .mapToDouble(i -> Math.log(draws.latencyNanos(i) / 1e6))
            .sorted()
            .toArray();

    assertThat(Math.exp(logs[50_000])).isCloseTo(200, within(2.0));
    double mean = Arrays.stream(logs).average().orElseThrow();
    double variance = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum() / logs.length;
    assertThat(Math.sqrt(variance)).isCloseTo(0.5, within(0.005));
  }
}
