package dev.researchlab.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.adapters.local.artifact.DirectoryBlobStore;
import dev.researchlab.adapters.postgres.audit.PostgresAuditLog;
import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.dataset.PostgresDatasetStore;
import dev.researchlab.adapters.postgres.evaluation.PostgresEvaluationStore;
import dev.researchlab.adapters.postgres.experiment.PostgresExperimentStore;
import dev.researchlab.adapters.postgres.model.PostgresModelStore;
import dev.researchlab.adapters.postgres.model.PostgresResponseCache;
import dev.researchlab.adapters.postgres.project.PostgresProjectStore;
import dev.researchlab.adapters.postgres.prompt.PostgresPromptStore;
import dev.researchlab.adapters.postgres.run.PostgresRunStore;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.dataset.DatasetStore.VersionWriter;
import dev.researchlab.ports.testkit.dataset.Datasets;
import dev.researchlab.ports.testkit.experiment.Experiments;
import dev.researchlab.ports.testkit.model.Models;
import dev.researchlab.ports.testkit.project.Projects;
import dev.researchlab.ports.testkit.prompt.Prompts;
import dev.researchlab.ports.testkit.run.Runs;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values at the edges of what there may be, in every field of every thing that is kept. */
class ValuesIT {

  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00.123456Z");

  @TempDir private Path folder;

  private final ProjectId project = Projects.fresh();
  private final Database database = TestDatabase.shared();

  static List<String> texts() {
    return List.of(
        "",
        " ",
        "\0",
        "U+0000 \0 and U+001A \u001a0000 \u001a",
        "\ud83d\udc69\ud83c\udffd\u200d\ud83d\udd2c",
        "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
        "\ud83d unpaired \udc00",
        "\udc00\ud83d",
        "\ufffe \uffff \ufeff \u200b",
        "\t\n\r\b\f\\ \\u0000 \"'",
        "'; DROP TABLE evaluations; --",
        "') OR 1 = 1 --",
        "$1 ? ?? :name {fn now()} ${x} {{x}}",
        "null");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsProjects(String text) {
    PostgresProjectStore store = new PostgresProjectStore(database);
    // Names are unique among all projects.
    Project named = new Project(project, project + text, NOW);
    store.add(named);

    assertThat(store.find(project)).contains(named);
    assertThat(store.find(named.name())).contains(named);
    assertThat(store.list()).contains(named);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsModels(String text) {
    PostgresModelStore store = new PostgresModelStore(database);
    ModelSpecification specification =
        new ModelSpecification(
            name(text),
            name(text),
            null,
            text,
            Models.fullParameters(text),
            null,
            Duration.ofNanos(1),
            Map.of(text, text, text + text + "2", ""));
    Model model = Models.of(project, name(text), specification);
    store.add(model);

    assertThat(store.find(project, model.id())).contains(model);
    assertThat(store.list(project)).containsExactly(model);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsAnswers(String text) {
    PostgresResponseCache cache = new PostgresResponseCache(database);
    ContentHash request = ContentHash.of(project + text);
    Completion answer = Models.fullAnswer(text, FinishReason.STOP);
    cache.put(project, request, answer, NOW);

    assertThat(cache.find(project, request)).contains(answer);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsDatasetsAndSamples(String text) {
    PostgresDatasetStore store = new PostgresDatasetStore(database, new DirectoryBlobStore(folder));
    Dataset dataset = Datasets.named(project, name(text));
    store.add(dataset);
    List<Sample> samples =
        List.of(
            new Sample(name(text), Map.of(text, text), List.of(text, ""), Map.of(text, text)),
            new Sample("q2", Map.of("", text), List.of(), Map.of()));
    ContentHash hash = Datasets.hash(samples);
    try (VersionWriter writer = store.write(project, dataset.id())) {
      samples.forEach(writer::append);
      writer.commit(hash, NOW);
    }

    assertThat(store.find(project, dataset.id())).contains(dataset);
    try (Stream<Sample> stored = store.samples(project, dataset.id(), hash)) {
      assertThat(stored).containsExactlyElementsOf(samples);
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsPromptsAndLabels(String text) {
    PostgresPromptStore store = new PostgresPromptStore(database);
    PromptContent content = PromptContent.chat(Models.fullMessages(text));
    PromptVersion version =
        new PromptVersion(new PromptId(UUID.randomUUID()), project, name(text), 1, content, NOW);
    store.add(version);
    store.label(project, version.prompt(), text, 1);

    assertThat(store.latest(project, name(text))).contains(version);
    assertThat(store.labels(project, version.prompt())).isEqualTo(Map.of(text, 1));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsExperiments(String text) {
    PostgresExperimentStore store = new PostgresExperimentStore(database);
    Experiment experiment = experiment(name(text), text);
    store.add(experiment);

    assertThat(store.find(project, experiment.id())).contains(experiment);

    Experiment running = experiment.become(ExperimentStatus.RUNNING, NOW);
    store.update(running);
    assertThat(store.list(project)).containsExactly(running);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsRunsAndTheirFailures(String text) {
    try (PostgresRunStore store = new PostgresRunStore(database)) {
      Run run =
          Runs.pending(
              project, new ExperimentId(UUID.randomUUID()), 1, Runs.fullManifest(name(text)));
      store.add(run);
      assertThat(store.find(project, run.id())).contains(run);

      Run failed = run.become(RunStatus.RUNNING, NOW).fail(new RunFailure(text, text), NOW);
      store.update(run.become(RunStatus.RUNNING, NOW));
      store.update(failed);
      assertThat(store.list(project, RunStatus.FAILED)).containsExactly(failed);
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsEvaluations(String text) {
    PostgresEvaluationStore store = new PostgresEvaluationStore(database);
    RunId run = new RunId(UUID.randomUUID());
    List<Evaluation> recorded = new ArrayList<>();
    List<EvaluationOutcome> outcomes =
        List.of(
            new EvaluationOutcome.Answered(text),
            new EvaluationOutcome.Refused(text, text),
            new EvaluationOutcome.ProviderError(text, -1));
    for (EvaluationOutcome outcome : outcomes) {
      recorded.add(
          evaluation(
              run,
              new TrialKey(text, text, recorded.size() + 1),
              outcome,
              Map.of(text, new Score.Value(1, text), text + "2", new Score.Unscored(text))));
    }
    store.record(recorded);
    store.record(recorded);

    assertThat(store.page(project, run, null, 10)).isEqualTo(recorded);
    assertThat(store.page(project, run, new TrialKey(text, text, 1), 10))
        .isEqualTo(recorded.subList(1, 3));
    assertThat(store.totals(project, run))
        .singleElement()
        .satisfies(totals -> assertThat(totals.variant()).isEqualTo(text))
        .satisfies(totals -> assertThat(totals.scores()).containsOnlyKeys(text));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsTheAuditLog(String text) {
    PostgresAuditLog log = new PostgresAuditLog(database);
    AuditEntry entry =
        new AuditEntry(
            new AuditEntryId(UUID.randomUUID()), project, NOW, name(text), name(text), text, text);
    log.append(entry);

    assertThat(log.page(project, null, 10)).containsExactly(entry);
  }

  @Test
  void keepsTextsOfTenMegabytes() {
    String text = "\u00e9 words and \ud83d\ude00 ".repeat(700_000);
    assertThat(text.length()).isGreaterThan(10_000_000);

    PostgresPromptStore prompts = new PostgresPromptStore(database);
    PromptVersion prompt = Prompts.first(project, "large", PromptContent.text(text));
    prompts.add(prompt);
    assertThat(prompts.latest(project, "large").orElseThrow().equals(prompt)).isTrue();

    PostgresEvaluationStore evaluations = new PostgresEvaluationStore(database);
    RunId run = new RunId(UUID.randomUUID());
    List<Evaluation> recorded =
        List.of(
            evaluation(run, trial(1), new EvaluationOutcome.Answered(text), Map.of()),
            evaluation(run, trial(2), new EvaluationOutcome.Answered("0" + text), Map.of()),
            evaluation(
                run,
                trial(3),
                new EvaluationOutcome.Answered("short"),
                Map.of("m", new Score.Value(1, text))));
    evaluations.record(recorded);
    assertThat(evaluations.page(project, run, null, 3).equals(recorded)).isTrue();

    PostgresResponseCache cache = new PostgresResponseCache(database);
    Completion answer = new Completion(text, FinishReason.LENGTH, null, null);
    cache.put(project, ContentHash.of("request"), answer, NOW);
    assertThat(cache.find(project, ContentHash.of("request")).orElseThrow().equals(answer))
        .isTrue();

    PostgresExperimentStore experiments = new PostgresExperimentStore(database);
    Experiment experiment = experiment("large", text);
    experiments.add(experiment);
    assertThat(experiments.list(project).equals(List.of(experiment))).isTrue();
  }

  @Test
  void refusesANameThatNoIndexHolds() {
    StringBuilder random = new StringBuilder();
    new Random(1).ints(3_000, 'A', 'z').forEach(random::appendCodePoint);
    String name = random.toString();
    PostgresPromptStore prompts = new PostgresPromptStore(database);
    PromptVersion prompt = Prompts.first(project, "short");
    prompts.add(prompt);
    Model model = Models.named(project, "short");
    PostgresModelStore models = new PostgresModelStore(database);
    models.add(model);

    refusesForLength(
        () ->
            new PostgresProjectStore(database)
                .add(new Project(new ProjectId(UUID.randomUUID()), name, NOW)));
    refusesForLength(() -> models.add(Models.named(project, name)));
    refusesForLength(
        () -> models.update(new Model(model.id(), project, name, model.specification(), 2, NOW)));
    refusesForLength(() -> prompts.add(Prompts.first(project, name)));
    refusesForLength(() -> prompts.label(project, prompt.prompt(), name, 1));
    refusesForLength(
        () ->
            new PostgresDatasetStore(database, new DirectoryBlobStore(folder))
                .add(Datasets.named(project, name)));
    refusesForLength(
        () ->
            new PostgresEvaluationStore(database)
                .record(
                    List.of(
                        evaluation(
                            new RunId(UUID.randomUUID()),
                            new TrialKey(name, "q1", 1),
                            new EvaluationOutcome.Answered("a"),
                            Map.of()))));
    assertThat(models.list(project)).containsExactly(model);
    assertThat(prompts.list(project)).containsExactly(prompt);
  }

  @Test
  void keepsNumbersAtTheirEdges() {
    PostgresEvaluationStore store = new PostgresEvaluationStore(database);
    RunId run = new RunId(UUID.randomUUID());
    List<BigDecimal> costs =
        List.of(
            new BigDecimal("0"),
            new BigDecimal("0.000"),
            new BigDecimal("-0.10"),
            new BigDecimal("0.0000000000000000000000000000001"),
            new BigDecimal("170141183460469231731687303715884105727"));
    List<Evaluation> recorded = new ArrayList<>();
    for (BigDecimal cost : costs) {
      recorded.add(
          new Evaluation(
              new EvaluationId(new UUID(-1, recorded.size())),
              project,
              run,
              new TrialKey("v", "q", recorded.isEmpty() ? Integer.MAX_VALUE : recorded.size()),
              new EvaluationOutcome.ProviderError("", Integer.MIN_VALUE),
              Map.of(
                  "least", new Score.Value(-Double.MIN_VALUE, null),
                  "most", new Score.Value(Double.MAX_VALUE / 10, null)),
              new TokenUsage(Long.MAX_VALUE / 100, 0),
              Duration.ofNanos(Long.MAX_VALUE),
              cost,
              Integer.MAX_VALUE,
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              Duration.ofNanos(Long.MAX_VALUE),
              Duration.ZERO,
              List.of(),
              true));
    }
    store.record(recorded);

    for (Evaluation evaluation : recorded) {
      assertThat(store.find(project, evaluation.id())).contains(evaluation);
    }
    assertThat(store.totals(project, run))
        .singleElement()
        .satisfies(
            totals ->
                assertThat(totals.cost())
                    .isEqualByComparingTo(costs.stream().reduce(BigDecimal.ZERO, BigDecimal::add)))
        .satisfies(
            totals -> assertThat(totals.usage().inputTokens()).isEqualTo(Long.MAX_VALUE / 100 * 5));
  }

  /** What is not blank, for the fields that may not be. */
  private static String name(String text) {
    return "n" + text;
  }

  private static TrialKey trial(int epoch) {
    return new TrialKey("only", "q1", epoch);
  }

  private Evaluation evaluation(
      RunId run, TrialKey trial, EvaluationOutcome outcome, Map<String, Score> scores) {
    return new Evaluation(
        new EvaluationId(UUID.randomUUID()),
        project,
        run,
        trial,
        outcome,
        scores,
        null,
        null,
        null,
        1,
        NOW,
        null,
        null,
        Models.toolCalls(outcome.text().orElse("")),
        false);
  }

  private Experiment experiment(String name, String text) {
    ExperimentDesign design =
        new ExperimentDesign(
            List.of(
                new Variant(
                    name,
                    new ModelId(UUID.randomUUID()),
                    new PromptId(UUID.randomUUID()),
                    1,
                    new GenerationParameters(null, null, null, List.of(text), null))),
            new DatasetId(UUID.randomUUID()),
            ContentHash.of("samples"),
            List.of(new MetricDefinition(name, name, Map.of("pattern", text))),
            1,
            0,
            name,
            ExperimentDesign.DEFAULT_SIGNIFICANCE_LEVEL,
            Execution.DEFAULT);
    return new Experiment(
        new ExperimentId(UUID.randomUUID()),
        project,
        new About(name, text, text, text, List.of(text), List.of(text, "")),
        design,
        ExperimentStatus.DRAFT,
        1,
        Experiments.CREATED,
        Experiments.CREATED);
  }

  private static void refusesForLength(ThrowingCallable statement) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(statement)
        .withMessageMatching(
            "PostgreSQL has no room for a name or text of this length"
                + " \\(.*index row size .*\\); use a shorter one");
  }
}
