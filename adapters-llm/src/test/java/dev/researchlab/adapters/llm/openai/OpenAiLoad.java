package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures what a call costs this process, with the provider in another one. Not a test: run it by
 * its name, {@code mvn -pl adapters-llm -am test -Dtest=OpenAiLoad
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OpenAiLoad {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @ParameterizedTest
  @CsvSource({"1, 0, 20000", "1000, 0, 200000", "1000, 50, 200000", "5000, 500, 100000"})
  void measure(int threads, int latencyMillis, int requests) throws Exception {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            OpenAiLoad.class.getName(),
            Integer.toString(latencyMillis));
    Process provider =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = provider.inputReader();
        LanguageModel model = OpenAi.model(URI.create(Objects.requireNonNull(out.readLine())))) {
      run(model, threads, requests / 2);
      System.gc();
      System.out.printf(
          "%d threads, provider's latency %d ms: %s%n",
          threads, latencyMillis, run(model, threads, requests));
    } finally {
      provider.destroy();
    }
  }

  private static String run(LanguageModel model, int threads, int requests)
      throws InterruptedException {
    GenerationRequest request = OpenAi.request("What is the capital of France? ".repeat(10));
    AtomicInteger next = new AtomicInteger();
    long[] latencies = new long[requests];
    CountDownLatch done = new CountDownLatch(threads);
    long start = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    for (int t = 0; t < threads; t++) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                    Completion completion = (Completion) model.generate(request);
                    latencies[i] = Objects.requireNonNull(completion.latency()).toNanos();
                  }
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                } finally {
                  done.countDown();
                }
              });
    }
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / requests;
    Arrays.sort(latencies);
    assertThat(latencies[0]).isPositive();
    return "%.0f requests/s, %.1f us of CPU per request, median latency %.2f ms"
        .formatted(requests / seconds, micros, latencies[requests / 2] / 1e6);
  }

  /** The provider: says where it is and answers until it is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    Duration latency = Duration.ofMillis(Integer.parseInt(arguments[0]));
    try (ProviderSimulator simulator =
        ProviderSimulator.start(
            SimulatorSettings.builder()
                .latency(latency.isZero() ? new Latency.None() : new Latency.Fixed(latency))
                .build())) {
      System.out.println(simulator.baseUrl());
      Thread.sleep(Duration.ofMinutes(10));
    }
  }
}
