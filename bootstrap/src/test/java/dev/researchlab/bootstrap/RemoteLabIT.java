package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.client.Dataset;
import dev.researchlab.client.DatasetVersion;
import dev.researchlab.client.Evaluation;
import dev.researchlab.client.Experiment;
import dev.researchlab.client.ExperimentInput;
import dev.researchlab.client.LabClient;
import dev.researchlab.client.LabProblem;
import dev.researchlab.client.Message;
import dev.researchlab.client.Metric;
import dev.researchlab.client.Model;
import dev.researchlab.client.ModelInput;
import dev.researchlab.client.Outcome;
import dev.researchlab.client.Prompt;
import dev.researchlab.client.PromptInput;
import dev.researchlab.client.Receipts;
import dev.researchlab.client.Run;
import dev.researchlab.client.Variant;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The typed client and the commands that work by it, on a service of its own process. */
class RemoteLabIT {

  @TempDir private static Path folder;

  private static ServiceProcess service;
  private static LabClient lab;

  @BeforeAll
  static void start() throws Exception {
    service = ServiceProcess.start(folder);
    lab = LabClient.at(URI.create(service.address()));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static CommandLineCall call(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = service.address();
    return CommandLineCall.of(all);
  }

  private static Path experiment(Path where, String name) throws Exception {
    Files.writeString(
        where.resolve("questions.jsonl"),
        """
        {"id": "fr", "country": "France", "expected": "Paris"}
        {"id": "it", "country": "Italy", "expected": "Rome"}
        """);
    Path file = where.resolve("experiment.yaml");
    Files.writeString(
        file,
        """
        name: capitals
        models:
          - {name: %s, provider: simulated}
        prompts: [{name: ask, text: "Capital of {{country}}?"}]
        dataset: {name: %s, file: questions.jsonl, fields: {expected: expected}}
        metrics: [exact_match]
        """
            .formatted(name, name));
    return file;
  }

  @Test
  void drivesTheLabThatIsServedByTheSameCommands(@TempDir Path own) throws Exception {
    Path out = own.resolve("results");
    CommandLineCall ran =
        call("run", experiment(own, "same").toString(), "--out", out.toString(), "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("capitals: run 1 completed, 2 of 2 trials", "exact_match");
    assertThat(ran.err()).contains("Kept as run ");
    assertThat(Files.readAllLines(out.resolve("evaluations.jsonl"))).hasSize(2);

    CommandLineCall again = call("run", own.resolve("experiment.yaml").toString(), "--quiet");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(lab.models().filter(it -> it.name().equals("same"))).hasSize(1);
    assertThat(lab.datasets().filter(it -> it.name().equals("same")))
        .singleElement()
        .satisfies(it -> assertThat(it.versions()).isEqualTo(1));

    List<Run> runs = lab.runs().toList();
    String first = RunName.of(runs.get(1).id());
    assertThat(call("runs").out()).contains(first, "capitals", "completed");
    JsonNode shown = call("show", first, "--format", "json").json();
    assertThat(shown.path("variants").get(0).path("metrics").get(0).path("estimate").isNumber())
        .isTrue();
    assertThat(call("compare", first, "latest").out()).contains(first, "exact_match");
    assertThat(call("rescore", first, "--metric", "squad_f1").out()).contains("squad_f1");
    assertThat(call("resume", first).err()).contains("is complete; there is nothing to resume");
  }

  @Test
  void saysWhatTheServiceRefuses(@TempDir Path own) throws Exception {
    Path file = experiment(own, "refused");
    CommandLineCall wrong =
        call("run", file.toString(), "--set", "prompts.ask.text={{capital}}", "--quiet");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err()).contains("capital").doesNotContain("Exception");

    assertThat(call("show", "00000000").err()).contains("there is no run 00000000");
    assertThat(call("backup", own.resolve("b.zip").toString()).err())
        .contains("--server: this command works on the lab's own stores");
    CommandLineCall nobody = CommandLineCall.of("runs", "--server", "http://127.0.0.1:9");
    assertThat(nobody.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
    assertThat(nobody.err()).contains("http://127.0.0.1:9", "does not answer");
  }

  private static DatasetVersion upload(Dataset dataset, String format, byte[] content) {
    return lab.upload(
        dataset.id(),
        format,
        format.equals("jsonl") ? Map.of("expected", "expected") : Map.of(),
        new ByteArrayInputStream(content));
  }

  @Test
  void downloadsADatasetThatUploadsAsTheSameVersion() throws Exception {
    Dataset dataset = lab.createDataset("round");
    byte[] lines =
        """
        {"id": "1", "expected": ["a", "b"], "q": "x", "messages": [{"role": "user", "content": "Hi"}]}
        {"id": "2", "expected": [], "q": "y"}
        """
            .getBytes(StandardCharsets.UTF_8);
    DatasetVersion first = upload(dataset, "jsonl", lines);

    try (InputStream whole = lab.download(dataset.id(), "samples")) {
      assertThat(upload(lab.createDataset("round again"), "samples", whole.readAllBytes()))
          .extracting(DatasetVersion::version)
          .isEqualTo(first.version());
    }
  }

  private static Dataset dataset(String name) {
    Dataset dataset = lab.createDataset(name);
    byte[] lines =
        "{\"id\": \"1\", \"q\": \"a\", \"expected\": \"a\"}\n{\"id\": \"2\", \"q\": \"b\", \"expected\": \"b\"}\n"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(upload(dataset, "jsonl", lines).samples()).isEqualTo(2);
    return dataset;
  }

  private static Experiment designed(String name) {
    Model model = lab.register(ModelInput.of(name, "simulated", "sim"));
    Prompt prompt = lab.createPrompt(new PromptInput(name, List.of(Message.user("{{q}}"))));
    return lab.design(
        ExperimentInput.of(
            name,
            dataset(name).id(),
            List.of(new Variant("v", model.id(), prompt.id(), 1, null)),
            List.of(Metric.of("exact_match"))));
  }

  @Test
  void isTypedFromTheDesignToTheEvaluations() throws Exception {
    Experiment experiment = designed("typed");
    assertThat(lab.experiment(experiment.id())).isEqualTo(experiment);
    AtomicInteger told = new AtomicInteger();

    Run run = lab.start(experiment.id());
    var end = lab.follow(run.id(), progress -> told.incrementAndGet());

    assertThat(end.status()).isEqualTo("completed");
    assertThat(told).hasPositiveValue();
    assertThat(lab.run(run.id()).isOver()).isTrue();
    List<Evaluation> evaluations = lab.evaluations(run.id()).toList();
    assertThat(evaluations).extracting(Evaluation::sampleId).containsExactlyInAnyOrder("1", "2");
    assertThat(lab.evaluation(evaluations.getFirst().id())).isEqualTo(evaluations.getFirst());
    assertThat(lab.summary(run.id()).path("variants").size()).isEqualTo(1);
    try (InputStream csv = lab.export(run.id(), "csv")) {
      assertThat(new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines()).hasSize(3);
    }
    try (InputStream table = lab.export(run.id(), "parquet")) {
      DatasetVersion answers =
          lab.upload(
              lab.createDataset("answers of typed").id(),
              "parquet",
              Map.of("id", "sample_id", "expected", "output"),
              table);
      assertThat(answers.samples()).isEqualTo(2);
    }
    Run rescored = lab.rescore(run.id(), List.of(Metric.of("exact_match"), Metric.of("squad_f1")));
    assertThat(lab.compare(run.id(), rescored.id()).isObject()).isTrue();
  }

  @Test
  void exportsAPageThatNamesCannotBreakOutOf() throws Exception {
    String name = "<script>alert('x')</script> & \"quoted\"";
    Run run = lab.start(designed(name).id());
    var unused = lab.follow(run.id(), progress -> {});

    try (InputStream html = lab.export(run.id(), "html")) {
      assertThat(new String(html.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("<!DOCTYPE html>")
          .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;")
          .contains("exact_match", "2 of 2 trials", "95 % interval", "<svg")
          .doesNotContain("<script", "http://", "https://");
    }
  }

  @Test
  void recordsOutcomesMadeElsewhere() {
    Run run = lab.open(designed("elsewhere").id());

    Receipts receipts =
        lab.record(
            run.id(),
            List.of(Outcome.answered("v", "1", 1, "a"), Outcome.answered("v", "missing", 1, "b")));

    assertThat(receipts.recorded()).isEqualTo(1);
    assertThat(receipts.results().get(1).status()).isEqualTo(400);
  }

  @Test
  void tellsAProblemWithItsCode() {
    Model model = lab.register(ModelInput.of("stale", "simulated", "one"));
    lab.replace(model.id(), model.version(), ModelInput.of("stale", "simulated", "two"));

    assertThatExceptionOfType(LabProblem.class)
        .isThrownBy(
            () ->
                lab.replace(
                    model.id(), model.version(), ModelInput.of("stale", "simulated", "three")))
        .satisfies(e -> assertThat(e.status()).isEqualTo(412));
    assertThatExceptionOfType(LabProblem.class)
        .isThrownBy(() -> lab.register(ModelInput.of(" ", "simulated", "one")))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("invalid");
              assertThat(e.issues()).extracting(LabProblem.Issue::path).containsExactly("name");
            });
    lab.deleteModel(model.id());
    assertThatExceptionOfType(LabProblem.class)
        .isThrownBy(() -> lab.model(model.id()))
        .satisfies(e -> assertThat(e.status()).isEqualTo(404));
  }
}
