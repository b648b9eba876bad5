package dev.researchlab.bootstrap;

import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Does what most calls of the command line do, so that the launcher can record which classes they
 * need: help, and a short run over HTTP with both reports.
 */
final class StartTraining {

  private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

  private StartTraining() {}

  /**
   * Trains.
   *
   * @param arguments a folder that does not exist yet; files are left in it
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    StringBuilder questions = new StringBuilder();
    for (int i = 1; i <= 2_000; i++) {
      questions.append("{\"question\":\"What is ").append(i).append("?\",\"answer\":1}\n");
    }
    Files.writeString(folder.resolve("questions.jsonl"), questions);
    Path experiment = folder.resolve("experiment.yaml");
    try (ProviderSimulator provider =
        ProviderSimulator.start(SimulatorSettings.builder().build())) {
      Files.writeString(
          experiment,
          """
          name: training
          models:
            - {name: a, provider: openai, base_url: "%s"}
            - {name: b, provider: simulated}
          prompts: [{name: p, text: "{{question}}"}]
          dataset: {file: questions.jsonl, fields: {expected: answer}}
          metrics: [numeric_answer, exact_match]
          """
              .formatted(provider.baseUrl()));
      call("--help");
      call("run", experiment.toString());
      call(
          "run",
          experiment.toString(),
          "--format",
          "json",
          "--out",
          folder.resolve("results").toString());
    }
  }

  private static void call(String... arguments) {
    int exitCode = Main.execute(NOWHERE, NOWHERE, arguments);
    if (exitCode != ExitCode.DONE) {
      throw new IllegalStateException("lab " + String.join(" ", arguments) + " ended " + exitCode);
    }
  }
}
