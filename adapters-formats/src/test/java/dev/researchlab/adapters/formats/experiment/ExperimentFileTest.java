package dev.researchlab.adapters.formats.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.formats.dataset.DatasetFormat;
import dev.researchlab.adapters.formats.dataset.FieldMapping;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.DatasetFile;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedModel;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedVariant;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.CacheMode;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.domain.prompt.PromptContent;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFileTest {

  static final String FULL =
      """
      name: Everything
      description: All keys at once.
      hypothesis: They are read.
      owner: the lab
      collaborators: [one, two]
      tags: [a, b]
      data: ../data
      models:
        - name: gpt-4.1
          provider: openai
          model: gpt-4.1-2025-04-14
          base_url: http://127.0.0.1:8089/v1
          api_key_env: OPENAI_API_KEY
          parameters: {temperature: 0, top_p: 0.9, max_tokens: 512, stop: ["\\n\\n", END], seed: 1}
          price: {input_per_million: 0.15, output_per_million: 0.60}
          timeout: 1m30s
          first_byte_timeout: 20s
          idle_timeout: 5s
          limits: {requests_per_second: 50, input_tokens_per_minute: 200000, output_tokens_per_minute: 8000, max_concurrency: 64}
        - name: recorded
          provider: replay
          parameters: {stop: END}
          file: answers.jsonl
          answer: 6b.solution
          key: question
      prompts:
        - name: plain
          text: "{{question}}"
        - name: chat
          messages: [{role: system, content: Be brief.}, {role: user, content: "{{question}}"}]
        - name: long
          file: prompts/long.txt
      dataset:
        name: sums
        file: sums.csv
        format: csv
        fields:
          id: number
          expected: answer
          variables: {question: text}
          metadata: [source]
        limit: 100
      metrics:
        - exact_match
        - latency
        - {type: numeric_answer, name: accuracy, anchor: "A:", tolerance: 1e-6, strict: true}
        - type: json_schema
          schema: {type: object, required: [a], properties: {a: {maximum: 0x10, const: null}}}
        - {type: json_schema, name: from file, schema_file: answer.schema.json}
        - cost
      variants:
        - {name: one, model: gpt-4.1, prompt: plain, parameters: {temperature: 1}}
        - {name: two, model: recorded, prompt: long}
      baseline: two
      epochs: 3
      seed: -42
      concurrency: 200
      max_attempts: 2
      backoff: 0.25s
      max_elapsed: 1h
      hedge_after: 20s
      cache: read_write
      significance_level: 0.01
      budget: {max_cost: 12.50, max_tokens: 1000000, max_duration: 2h}
      """;

  @TempDir Path temporary;

  private ExperimentFolder folder;

  @BeforeEach
  void writeFiles() {
    folder = ExperimentFolder.in(temporary.resolve("here"));
    folder.write("prompts/long.txt", "\uFEFFFirst, {{question}}\n");
    folder.write("answer.schema.json", "{\"type\": \"string\"}");
    folder.write("../data/sums.csv", "number,text,answer,source\n1,1+1,2,me\n");
    folder.write("../data/answers.jsonl", "{}\n");
  }

  @Test
  void readsEveryKey() {
    ExperimentFile file = folder.read(FULL);

    assertThat(file.name()).isEqualTo("Everything");
    assertThat(file.about().description()).isEqualTo("All keys at once.");
    assertThat(file.about().hypothesis()).isEqualTo("They are read.");
    assertThat(file.about().owner()).isEqualTo("the lab");
    assertThat(file.about().collaborators()).containsExactly("one", "two");
    assertThat(file.about().tags()).containsExactly("a", "b");
    assertThat(file.models())
        .containsExactly(
            new NamedModel(
                "gpt-4.1",
                new ModelSpecification(
                    "openai",
                    "gpt-4.1-2025-04-14",
                    URI.create("http://127.0.0.1:8089/v1"),
                    "OPENAI_API_KEY",
                    new GenerationParameters(0.0, 0.9, 512, List.of("\n\n", "END"), 1L),
                    new TokenPrice(new BigDecimal("0.15"), new BigDecimal("0.60")),
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    new ModelLimits(3_000.0, 200_000.0, 8_000.0, 64),
                    Map.of())),
            new NamedModel(
                "recorded",
                new ModelSpecification(
                    "replay",
                    "recorded",
                    null,
                    null,
                    new GenerationParameters(null, null, null, List.of("END"), null),
                    null,
                    ModelSpecification.DEFAULT_TIMEOUT,
                    Map.of(
                        "file", temporary.resolve("data/answers.jsonl").toString(),
                        "answer", "6b.solution",
                        "key", "question"))));
    assertThat(file.prompts())
        .extracting(ExperimentFile.NamedPrompt::content)
        .containsExactly(
            PromptContent.text("{{question}}"),
            PromptContent.chat(
                List.of(
                    new ChatMessage(Role.SYSTEM, "Be brief."),
                    new ChatMessage(Role.USER, "{{question}}"))),
            PromptContent.text("First, {{question}}\n"));
    assertThat(file.dataset())
        .isEqualTo(
            new DatasetFile(
                "sums",
                temporary.resolve("data/sums.csv"),
                DatasetFormat.CSV,
                new FieldMapping(
                    "number", "answer", Map.of("question", "text"), Map.of("source", "source")),
                100L));
    assertThat(file.metrics())
        .containsExactly(
            MetricDefinition.of("exact_match"),
            new MetricDefinition(
                "accuracy",
                "numeric_answer",
                Map.of("anchor", "A:", "tolerance", "1e-6", "strict", "true")),
            new MetricDefinition(
                "json_schema",
                "json_schema",
                Map.of(
                    "schema",
                    "{\"type\":\"object\",\"required\":[\"a\"],"
                        + "\"properties\":{\"a\":{\"maximum\":16,\"const\":null}}}")),
            new MetricDefinition(
                "from file", "json_schema", Map.of("schema", "{\"type\": \"string\"}")));
    assertThat(file.variants())
        .containsExactly(
            new NamedVariant(
                "one",
                "gpt-4.1",
                "plain",
                new GenerationParameters(1.0, null, null, List.of(), null)),
            new NamedVariant("two", "recorded", "long", GenerationParameters.PROVIDER_DEFAULTS));
    assertThat(file.baseline()).isEqualTo("two");
    assertThat(file.epochs()).isEqualTo(3);
    assertThat(file.seed()).isEqualTo(-42);
    assertThat(file.significanceLevel()).isEqualTo(0.01);
    assertThat(file.execution())
        .isEqualTo(
            new Execution(
                200,
                2,
                Duration.ofMillis(250),
                Duration.ofHours(1),
                Duration.ofSeconds(20),
                CacheMode.READ_WRITE,
                new Budget(new BigDecimal("12.50"), 1_000_000L, Duration.ofHours(2))));
  }

  @Test
  void knowsWhatIsMeantWhereNothingIsSaid() {
    ExperimentFile file = folder.read(ExperimentFolder.SHORT);

    assertThat(file.about().description()).isEmpty();
    assertThat(file.about().hypothesis()).isEmpty();
    assertThat(file.about().tags()).isEmpty();
    assertThat(file.models())
        .containsExactly(new NamedModel("m", ModelSpecification.of("openai", "m")));
    assertThat(file.dataset())
        .isEqualTo(
            new DatasetFile(
                "questions",
                temporary.resolve("here/questions.jsonl"),
                DatasetFormat.JSONL,
                FieldMapping.DEFAULT,
                null));
    assertThat(file.variants())
        .containsExactly(new NamedVariant("m", "m", "p", GenerationParameters.PROVIDER_DEFAULTS));
    assertThat(file.baseline()).isNull();
    assertThat(file.epochs()).isEqualTo(1);
    assertThat(file.seed()).isZero();
    assertThat(file.significanceLevel()).isEqualTo(0.05);
    assertThat(file.execution()).isEqualTo(Execution.DEFAULT);
  }

  @Test
  void asksEveryModelWithEveryPrompt() {
    ExperimentFile file =
        folder.read(
            ExperimentFolder.SHORT,
            "models=[{name: x, provider: openai}, {name: y, provider: openai}]",
            "prompts=[{name: a, text: A}, {name: b, text: B}]");

    assertThat(file.variants())
        .extracting(NamedVariant::name)
        .containsExactly("x/a", "x/b", "y/a", "y/b");
  }

  @Test
  void takesTheOnlyPromptForAVariantThatNamesNone() {
    ExperimentFile file = folder.read(ExperimentFolder.SHORT, "variants=[{name: v, model: m}]");

    assertThat(file.variants())
        .containsExactly(new NamedVariant("v", "m", "p", GenerationParameters.PROVIDER_DEFAULTS));
  }

  @Test
  void hashesTheFileOfAProviderThatAsksForIt() {
    ExperimentFile file =
        folder.read(
            ExperimentFolder.SHORT,
            "models=[{name: s, provider: simulated, file: questions.jsonl, accuracy: 0.70}]");

    assertThat(file.models().getFirst().specification().options())
        .isEqualTo(
            Map.of(
                "file",
                temporary.resolve("here/questions.jsonl").toString(),
                "file_sha256",
                ContentHash.of(ExperimentFolder.QUESTIONS).hex(),
                "accuracy",
                "0.70"));
  }

  @Test
  void sharesWhatAnAliasOrAMergeKeyNames() {
    ExperimentFile file =
        folder.read(
            """
            name: aliases
            models:
              - &first {name: x, provider: openai, parameters: &greedy {temperature: 0}}
              - {<<: *first, name: y, parameters: *greedy}
            prompts: [{name: p, text: hello}]
            dataset: {file: questions.jsonl}
            metrics: [exact_match]
            """);

    assertThat(file.models().get(1).specification().parameters().temperature()).isZero();
    assertThat(file.models().get(1).specification().provider()).isEqualTo("openai");
  }

  @Test
  void readsAFileOfWindows() {
    ExperimentFile file = folder.read("\uFEFF" + ExperimentFolder.SHORT.replace("\n", "\r\n"));

    assertThat(file.name()).isEqualTo("short");
    assertThat(file.location("metrics")).endsWith("experiment.yaml:10");
  }

  private static final Sample PHOTO =
      new Sample("1", Map.of("photo", "https://example.org/{{a}}.png"), List.of(), Map.of());

  @Test
  void readsToolsSchemasAndImages() {
    ExperimentFile file =
        folder.read(
            """
            name: tools
            models:
              - name: m
                provider: openai
                parameters:
                  tools:
                    - name: weather
                      description: tells the weather
                      parameters: {type: object, properties: {city: {type: string}}}
                  response_schema: {schema: {type: object}}
            prompts:
              - name: p
                messages:
                  - {role: system, content: Be brief.}
                  - {role: user, content: "What is this?", images: "{{photo}}"}
            dataset: {file: questions.jsonl}
            metrics: [tool_call]
            """);

    GenerationParameters parameters = file.models().getFirst().specification().parameters();
    assertThat(parameters.tools())
        .containsExactly(
            new ToolDefinition(
                "weather",
                "tells the weather",
                "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"));
    assertThat(parameters.responseSchema())
        .isEqualTo(new ResponseSchema("answer", "{\"type\":\"object\"}"));
    PromptContent prompt = file.prompts().getFirst().content();
    assertThat(prompt.variables()).containsExactly("photo");
    assertThat(prompt.render(PHOTO).getLast().images())
        .containsExactly("https://example.org/{{a}}.png");
  }

  @Test
  void saysWhereKeysStand() {
    ExperimentFile file = folder.read(FULL, "models.recorded.answer=other", "epochs=2");

    assertThat(List.of("name", "models", "models.gpt-4.1", "models.gpt-4.1.base_url"))
        .extracting(file::location)
        .extracting(it -> it.substring(it.lastIndexOf(':') + 1))
        .containsExactly("1", "8", "9", "12");
    assertThat(file.location("models[1].file")).endsWith("here/experiment.yaml:23");
    assertThat(file.location("models.1.file")).endsWith("here/experiment.yaml:23");
    assertThat(file.location("models.recorded.nothing.deeper")).endsWith("experiment.yaml:20");
    assertThat(file.location("metrics.accuracy.anchor")).endsWith("experiment.yaml:46");
    assertThat(file.location("nothing")).endsWith("experiment.yaml:1");
    assertThat(file.location("models.recorded.answer"))
        .isEqualTo("--set models.recorded.answer=other");
    assertThat(file.location("epochs")).isEqualTo("--set epochs=2");
    assertThat(file.problem("models.gpt-4.1", "401"))
        .hasMessageEndingWith(":9: models.gpt-4.1: 401");
  }
}
