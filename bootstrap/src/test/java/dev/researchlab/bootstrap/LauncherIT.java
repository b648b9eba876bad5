package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The launcher as a person starts it: a process of its own. */
@Timeout(180)
class LauncherIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path LAB = ROOT.resolve("lab");

  @TempDir private Path folder;

  private record Ended(int exitCode, String out, String err) {}

  private Process start(Path directory, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(Settings.DATA_DIR, folder.resolve("data").toString());
    return builder
        .directory(directory.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private Ended waitFor(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end; it wrote: " + read("err"));
    }
    return new Ended(process.exitValue(), read("out"), read("err"));
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private Ended lab(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(LAB.toString()));
    command.addAll(List.of(arguments));
    return waitFor(start(folder, command));
  }

  @Test
  void showsItsCommandsAndExitCodes() throws Exception {
    Ended help = lab("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("run ", "provider ", "Exit codes", "130 interrupted");
  }

  @Test
  void showsHelpWhereNothingIsAsked() throws Exception {
    assertThat(lab().out()).contains("Usage: lab");
  }

  @Test
  void refusesAnUnknownCommandAndSuggestsTheNearest() throws Exception {
    Ended refused = lab("rnu");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err())
        .contains("unknown command 'rnu'; did you mean 'run'?")
        .doesNotContain("\tat ");
  }

  @Test
  void runsTheFirstCommandOfTheReadme() throws Exception {
    Matcher command =
        Pattern.compile("```sh\n(\\./lab run .*)\n```")
            .matcher(Files.readString(ROOT.resolve("README.md")));
    assertThat(command.find()).isTrue();
    Ended ended = waitFor(start(ROOT, List.of("bash", "-c", command.group(1))));

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("120 of 120 trials", "Against the baseline hasty");
    // The numbers that the README shows are those that its reader will see.
    for (String line : Files.readAllLines(ROOT.resolve("README.md"))) {
      if (line.matches("(hasty|careful) +numeric_answer .*")) {
        assertThat(ended.out().lines().map(LauncherIT::unaligned)).contains(unaligned(line));
      }
    }
  }

  /** The width of a column depends on measured times in other rows. */
  private static String unaligned(String line) {
    return line.replaceAll(" +", " ");
  }

  @Test
  void worksThroughALinkAndFromAnotherFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("linked-lab"), LAB);
    Ended ended = waitFor(start(folder, List.of(link.toString(), "--version")));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("LLM Research Lab ").doesNotContain("development");
  }

  @Test
  void saysInOneLineThatThereIsNoJdk() throws Exception {
    Path copy = folder.resolve("lab");
    Files.writeString(copy, Files.readString(LAB).replace("NEEDED=21", "NEEDED=9999"));
    Ended ended = waitFor(start(folder, List.of("bash", copy.toString(), "--help")));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines().toList())
        .singleElement()
        .asString()
        .contains("no JDK of 9999 or later", "LAB_JAVA_HOME");
  }

  @Test
  void refusesAJdkThatWasNamedAndIsTooOld() throws Exception {
    Path old = folder.resolve("jdk-17");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    assertThat(Files.createFile(old.resolve("bin/java")).toFile().setExecutable(true)).isTrue();
    ProcessBuilder call = new ProcessBuilder(LAB.toString(), "--help");
    call.environment().put("LAB_JAVA_HOME", old.toString());
    Ended ended =
        waitFor(
            call.redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start());

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("LAB_JAVA_HOME=" + old + " is not a JDK of 21 or later");
  }

  @Test
  void reportsAndKeepsWhatWasDoneWhenItIsInterrupted() throws Exception {
    Path experiment = folder.resolve("experiment.yaml");
    Files.writeString(
        folder.resolve("questions.jsonl"),
        IntStream.rangeClosed(1, 5_000)
            .mapToObj(i -> "{\"id\":\"q%d\",\"question\":\"%d\"}\n".formatted(i, i))
            .collect(Collectors.joining()));
    SimulatorSettings settings =
        SimulatorSettings.builder().latency(new Latency.Fixed(Duration.ofMillis(100))).build();
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      Files.writeString(
          experiment,
          """
          name: Long
          models: [{name: m, provider: openai, base_url: %s}]
          prompts: [{name: p, text: "{{question}}"}]
          dataset: {file: questions.jsonl, fields: {expected: question}}
          metrics: [exact_match]
          concurrency: 10
          """
              .formatted(provider.baseUrl()));
      Path results = folder.resolve("results");
      Process process =
          start(
              folder,
              List.of(
                  LAB.toString(),
                  "run",
                  experiment.toString(),
                  "--format",
                  "json",
                  "--out",
                  results.toString()));
      while (process.isAlive() && provider.stats().completed() < 50) {
        Thread.sleep(20);
      }
      long interrupted = System.nanoTime();
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      Ended ended = waitFor(process);

      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(Duration.ofNanos(System.nanoTime() - interrupted))
          .isLessThan(Duration.ofSeconds(20));
      assertThat(ended.err()).doesNotContain("\tat ");
      int evaluated = JsonMapper.builder().build().readTree(ended.out()).get("evaluated").asInt();
      assertThat(evaluated).isBetween(40, 4_999);
      assertThat(Files.readAllLines(results.resolve("evaluations.jsonl"))).hasSize(evaluated);
      assertThat(Files.readString(results.resolve("summary.json"))).contains("\"stopped\"");
    }
  }

  @Test
  void servesTheProviderUntilItIsInterrupted() throws Exception {
    Process process = start(folder, List.of(LAB.toString(), "provider", "--port", "0"));
    while (process.isAlive() && !read("out").contains("/stats")) {
      Thread.sleep(20);
    }
    assertThat(read("out")).containsPattern("Serving http://127\\.0\\.0\\.1:\\d+/v1");
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(waitFor(process).exitCode()).isEqualTo(ExitCode.INTERRUPTED);
  }
}
