package dev.researchlab.bootstrap;

import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Does what most calls of the command line do, so that the launcher can record which classes they
 * need: help, short runs over HTTP with both reports, and a look at them.
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
      Map<String, String> environment =
          Map.of(Settings.DATA_DIR, folder.resolve("data").toString());
      require(call(environment, "--help"));
      require(
          call(
              environment,
              "run",
              experiment.toString(),
              "--memory",
              "--format",
              "json",
              "--out",
              folder.resolve("results").toString()));
      // Where no embedded database can start, the cache is good for the rest.
      if (call(environment, "run", experiment.toString()) == ExitCode.DONE) {
        require(call(environment, "runs"));
        require(call(environment, "show", "latest"));
      }
    }
  }

  private static int call(Map<String, String> environment, String... arguments) {
    return Main.execute(environment, NOWHERE, NOWHERE, arguments);
  }

  private static void require(int exitCode) {
    if (exitCode != ExitCode.DONE) {
      throw new IllegalStateException("a call of the training ended with " + exitCode);
    }
  }
}
