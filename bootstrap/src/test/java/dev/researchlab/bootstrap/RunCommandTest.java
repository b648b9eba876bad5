package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.simulator.AnswerRule;
import dev.researchlab.simulator.Fault;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.RetryAfter;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class RunCommandTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path experiment;

  @BeforeEach
  void writeExperiment() throws IOException {
    Files.writeString(
        folder.resolve("questions.jsonl"),
        IntStream.rangeClosed(1, 1_319)
            .mapToObj(
                i ->
                    "{\"id\":\"q%d\",\"question\":\"What is %d plus %d? {{id}}\",\"answer\":\"%d\"}\n"
                        .formatted(i, i, i, 2 * i))
            .collect(Collectors.joining()));
    experiment = folder.resolve("experiment.yaml");
    Files.writeString(
        experiment,
        """
        name: Sums
        models:
          - name: simulated
            provider: openai
            model: any
            base_url: http://127.0.0.1:9/v1
        prompts:
          - name: plain
            text: "{{question}}"
        dataset:
          file: questions.jsonl
          fields: {id: id, expected: answer}
        metrics: [numeric_answer]
        concurrency: 200
        """);
  }

  private CommandLineCall run(ProviderSimulator provider, String... more) {
    String[] arguments = new String[more.length + 5];
    arguments[0] = "run";
    arguments[1] = experiment.toString();
    arguments[2] = "--set";
    arguments[3] = "models.simulated.base_url=" + provider.baseUrl();
    arguments[4] = "--memory";
    System.arraycopy(more, 0, arguments, 5, more.length);
    return CommandLineCall.of(arguments);
  }

  /** The simulator that answers each question with its expected answer. */
  private SimulatorSettings.Builder correct() {
    return SimulatorSettings.builder()
        .answers(new AnswerRule.Recorded(folder.resolve("questions.jsonl"), "question", "answer"));
  }

  @Test
  void losesNoQuestionToAProviderThatFailsNowAndThen() throws IOException {
    SimulatorSettings settings =
        correct()
            .latency(new Latency.Fixed(Duration.ofMillis(20)))
            .fault(Fault.RATE_LIMIT, 0.05)
            .fault(Fault.SERVER_ERROR, 0.02)
            .retryAfterOnFault(Duration.ofMillis(20))
            .retryAfter(RetryAfter.MILLISECONDS)
            .build();
    Path results = folder.resolve("results");
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      CommandLineCall call =
          run(provider, "--format", "json", "--out", results.toString(), "--set", "backoff=5ms");

      assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.DONE);
      JsonNode variant = call.json().get("variants").get(0);
      assertThat(variant.get("outcomes").toString()).isEqualTo("{\"answered\":1319}");
      JsonNode accuracy = variant.get("metrics").get(0);
      assertThat(accuracy.get("estimate").asDouble()).isEqualTo(1);
      assertThat(accuracy.get("n").asInt()).isEqualTo(1_319);
      assertThat(accuracy.get("missing").asInt()).isZero();
      assertThat(provider.stats().rateLimited()).isPositive();
      assertThat(provider.stats().serverErrors()).isPositive();
      assertThat(provider.stats().maxInFlight()).isLessThanOrEqualTo(200);
    }
    Set<String> samples = new HashSet<>();
    for (String line : Files.readAllLines(results.resolve("evaluations.jsonl"))) {
      JsonNode evaluation = JsonMapper.builder().build().readTree(line);
      assertThat(samples.add(evaluation.get("sample_id").asString())).isTrue();
    }
    assertThat(samples).hasSize(1_319);
    assertThat(results.resolve("summary.json")).isNotEmptyFile();
    assertThat(Files.readString(results.resolve("manifest.json"))).contains("manifest_sha256");
  }

  @Test
  void countsErrorsAsMissingAndNotAsWrong() {
    SimulatorSettings settings = correct().fault(Fault.SERVER_ERROR, 0.3).seed(5).build();
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      CommandLineCall call = run(provider, "--format", "json", "--set", "max_attempts=1");

      assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.DONE);
      JsonNode variant = call.json().get("variants").get(0);
      JsonNode accuracy = variant.get("metrics").get(0);
      assertThat(accuracy.get("estimate").asDouble()).isEqualTo(1);
      int missing = accuracy.get("missing").asInt();
      assertThat(missing).isEqualTo(variant.get("outcomes").get("provider_error").asInt());
      assertThat(missing).isBetween(300, 500);
      assertThat(accuracy.get("n").asInt()).isEqualTo(1_319 - missing);
      assertThat(accuracy.get("missing_as_failures").get("estimate").asDouble())
          .isEqualTo((1_319.0 - missing) / 1_319);
    }
  }

  @Test
  void failsWhereNothingWasAnsweredAndSaysWhy() {
    SimulatorSettings settings = correct().fault(Fault.SERVER_ERROR, 1).build();
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      CommandLineCall call = run(provider, "--set", "max_attempts=1", "--set", "dataset.limit=5");

      assertThat(call.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
      assertThat(call.err()).contains("no trial was answered");
      assertThat(call.out()).contains("Note: simulated: 5 provider_error, such as: ", "500");
    }
  }

  @Test
  void stopsAtOnceWhereTheKeyIsRefusedAndSaysWhere() {
    SimulatorSettings settings = correct().apiKey("the right key").build();
    Path results = folder.resolve("results");
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      CommandLineCall call = run(provider, "--out", results.toString());

      assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(call.err().lines().toList())
          .singleElement()
          .asString()
          .startsWith("lab: " + experiment + ":3: models.simulated: ")
          .contains("401");
      assertThat(call.out()).isEmpty();
      assertThat(provider.stats().requests()).isLessThanOrEqualTo(200);
    }
    assertThat(results).doesNotExist();
  }

  @Test
  void stopsAtOnceWhereNobodyListens() {
    Path results = folder.resolve("results");
    CommandLineCall call =
        CommandLineCall.of("run", experiment.toString(), "--memory", "--out", results.toString());

    assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("lab: " + experiment + ":3: models.simulated: ")
        .contains("http://127.0.0.1:9");
    assertThat(results).doesNotExist();
  }

  @Test
  void refusesAResultFolderThatHoldsSomethingBeforeAnybodyIsAsked() throws IOException {
    try (ProviderSimulator provider = ProviderSimulator.start(correct().build())) {
      Path results = Files.createDirectory(folder.resolve("results"));
      Files.writeString(results.resolve("precious"), "data");
      CommandLineCall call = run(provider, "--out", results.toString());

      assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(call.err()).contains("results is not empty");
      assertThat(provider.stats().requests()).isZero();
    }
  }

  @Test
  void refusesAResultFolderUnderAFileBeforeAnybodyIsAsked() {
    try (ProviderSimulator provider = ProviderSimulator.start(correct().build())) {
      CommandLineCall call = run(provider, "--out", experiment.resolve("deep/results").toString());

      assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(call.out()).isEmpty();
      assertThat(call.err().lines().toList())
          .singleElement()
          .asString()
          .contains("--out: ", "cannot be made in " + experiment);
      assertThat(provider.stats().requests()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "concurrency=-1 | concurrency",
        "metrics=[accurcy] | accurcy",
        "models.simulated.provider=opnai | openai",
        "concurency=3 | concurrency",
        "models.simulated.api_key_env=NOT_SET_ANYWHERE | NOT_SET_ANYWHERE",
        "dataset.file=nowhere.jsonl | nowhere.jsonl",
        "prompts.plain.text={{qestion}} | {{question}}",
        "dataset.fields.expected=anser | answer",
        "budget={max_cost: 0} | budget.max_cost",
        "epochs=many | epochs"
      })
  void refusesBadInputInOneLineThatNamesIt(String override, String named) {
    CommandLineCall call =
        CommandLineCall.of("run", experiment.toString(), "--memory", "--set", override);

    assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err().lines().toList()).singleElement().asString().contains(named);
    assertThat(call.out()).isEmpty();
  }

  @Test
  void namesFileAndLineOfADatasetThatCannotBeRead() throws IOException {
    List<String> lines =
        List.of("{\"id\":\"a\",\"question\":\"?\",\"answer\":\"1\"}", "{\"id\":\"b\", oops}");
    Files.write(folder.resolve("questions.jsonl"), lines);
    CommandLineCall call = CommandLineCall.of("run", experiment.toString(), "--memory");

    assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err().lines().toList())
        .singleElement()
        .asString()
        .contains("questions.jsonl:2: ");
  }

  @Test
  void reportsTheQuickstartAsATable() {
    CommandLineCall call =
        CommandLineCall.of(
            "run",
            "--memory",
            ROOT.resolve("examples/quickstart/experiment.yaml").toString(),
            "--set",
            "models.hasty.latency=0s",
            "--set",
            "models.careful.latency=0s");

    assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.DONE);
    assertThat(call.out())
        .contains("Quickstart: run 1 completed, 120 of 120 trials")
        .containsPattern("careful +numeric_answer +0\\.\\d{4} +\\[0\\.\\d{4}, 0\\.\\d{4}] +60 +0")
        .containsPattern("careful +numeric_answer +\\+0\\.\\d{4} .* better");
  }

  @Test
  void givesTheSameNumbersForTheSameManifest() {
    String file = ROOT.resolve("examples/quickstart/experiment.yaml").toString();
    JsonNode first = CommandLineCall.of("run", file, "--memory", "--format", "json").json();
    JsonNode second = CommandLineCall.of("run", file, "--memory", "--format", "json").json();

    assertThat(second.get("manifest_sha256")).isEqualTo(first.get("manifest_sha256"));
    assertThat(second.get("comparisons").get(0)).isEqualTo(first.get("comparisons").get(0));
    assertThat(second.get("run_id")).isNotEqualTo(first.get("run_id"));
  }
}
