package dev.researchlab.bootstrap;

import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A long experiment and a provider that takes its time, so that something can happen meanwhile. */
record SlowQuestions(ProviderSimulator provider, Path experiment) implements AutoCloseable {

  /**
   * Writes the experiment.
   *
   * @param latency of each answer
   * @param length of each question, in characters beside its number
   */
  static SlowQuestions in(Path folder, int samples, int concurrency, Duration latency, int length)
      throws IOException {
    String context = "x".repeat(length);
    ProviderSimulator provider =
        ProviderSimulator.start(
            SimulatorSettings.builder().latency(new Latency.Fixed(latency)).build());
    Files.writeString(
        folder.resolve("questions.jsonl"),
        IntStream.rangeClosed(1, samples)
            .mapToObj(i -> "{\"id\":\"q%d\",\"question\":\"%d %s\"}\n".formatted(i, i, context))
            .collect(Collectors.joining()));
    Path experiment =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            name: Slow questions
            models: [{name: m, provider: openai, base_url: %s}]
            prompts: [{name: p, text: "{{question}}"}]
            dataset: {file: questions.jsonl, fields: {id: id, expected: question}}
            metrics: [exact_match]
            concurrency: %d
            """
                .formatted(provider.baseUrl(), concurrency));
    return new SlowQuestions(provider, experiment);
  }

  /** How many calls were answered. */
  long answered() {
    return provider.stats().completed();
  }

  /** Waits until so many calls were answered, while the lab lives. */
  void awaitAnswered(LabProcess lab, long calls) throws InterruptedException, IOException {
    while (answered() < calls) {
      lab.requireAlive();
      Thread.sleep(1);
    }
  }

  @Override
  public void close() {
    provider.close();
  }
}
