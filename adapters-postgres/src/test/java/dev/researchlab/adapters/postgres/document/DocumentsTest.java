package dev.researchlab.adapters.postgres.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.CacheMode;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptPart;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.ports.testkit.model.Models;
import dev.researchlab.ports.testkit.run.Runs;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What databases hold already. A text here is never changed to fit the program; what is written in
 * a new form has its own text, and the old one is still read.
 */
class DocumentsTest {

  private static final UUID ID = UUID.fromString("019cf000-0000-7000-8000-000000000001");

  private static final String EARLY_SPECIFICATION =
      """
      {"provider": "openai", "model_identifier": "gpt-x-2026-02-01",
       "endpoint": "https://models.example.org/v1?region=eu%20west",
       "credential_variable": "EXAMPLE_KEY",
       "parameters": {"temperature": 0.1, "top_p": 0.95, "max_output_tokens": 512,
                      "stop": ["\\n\\n", "END"], "seed": -7},
       "price": {"input_per_million": "0.15", "output_per_million": "1234567.000001"},
       "timeout": "PT1M30.5S", "options": {"organisation": "research", "empty": ""}}
      """;

  private static final String SPECIFICATION =
      """
      {"provider": "openai", "model_identifier": "gpt-x-2026-02-01",
       "endpoint": "https://models.example.org/v1?region=eu%20west",
       "credential_variable": "EXAMPLE_KEY",
       "parameters": {
         "temperature": 0.1, "top_p": 0.95, "max_output_tokens": 512,
         "stop": ["\\n\\n", "END"], "seed": -7,
         "tools": [
           {"name": "weather", "description": "END", "parameters": "{\\"type\\": \\"object\\"}"},
           {"name": "time", "description": "", "parameters": "END"}],
         "response_schema": {"name": "city", "schema": "END"}},
       "price": {"input_per_million": "0.15", "output_per_million": "1234567.000001"},
       "timeout": "PT1M30.5S", "first_byte_timeout": "PT20S", "idle_timeout": "PT1.500000001S",
       "limits": {"requests_per_minute": 600.5, "input_tokens_per_minute": 1000000.0,
                  "output_tokens_per_minute": 30000.0, "max_concurrency": 64},
       "options": {"organisation": "research", "empty": ""}}
      """;

  private static final String EARLY_SPARSE_SPECIFICATION =
      """
      {"provider": "simulated", "model_identifier": "sim-1", "parameters": {"stop": []},
       "timeout": "PT2M", "options": {}}
      """;

  private static final String SPARSE_SPECIFICATION =
      """
      {"provider": "simulated", "model_identifier": "sim-1",
       "parameters": {"stop": [], "tools": []}, "timeout": "PT2M", "limits": {}, "options": {}}
      """;

  private static final String PROMPT =
      """
      [{"role": "SYSTEM", "content": "x", "images": [], "tool_calls": []},
       {"role": "USER", "content": "x", "images": ["https://example.org/a.png", "x"],
        "tool_calls": []},
       {"role": "ASSISTANT", "content": "", "images": [], "tool_calls": [
         {"id": "call_1", "name": "weather", "arguments": "{\\"city\\": "},
         {"id": "", "name": "x", "arguments": "x"}]},
       {"role": "TOOL", "content": "x", "images": [], "tool_calls": [], "tool_call_id": "x"}]
      """;

  private static final String EARLY_PROMPT =
      """
      [{"role": "SYSTEM", "content": ""}, {"role": "USER", "content": "Answer: {{input}}"},
       {"role": "ASSISTANT", "content": "\\u001a0000 \\u001ad800"}]
      """;

  private static final String DESIGN =
      """
      {"variants": [
         {"name": "warm", "model": {"value": "019cf000-0000-7000-8000-000000000001"},
          "prompt": {"value": "019cf000-0000-7000-8000-000000000001"}, "prompt_version": 2,
          "parameters": {"temperature": 0.7, "stop": [], "tools": []}}],
       "dataset": {"value": "019cf000-0000-7000-8000-000000000001"},
       "dataset_version": {
         "hex": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
       "metrics": [{"name": "matches", "type": "regex", "parameters": {"pattern": "^a$"}}],
       "epochs": 3, "seed": -9223372036854775808, "baseline": "warm", "significance_level": 0.01,
       "execution": {
         "concurrency": 4, "max_attempts": 3, "backoff": "PT0.001S", "max_elapsed": "PT25H",
         "hedge_after": "PT2S", "cache": "READ_WRITE",
         "budget": {"max_cost": "12.50", "max_tokens": 1000000, "max_duration": "PT1H30M"}}}
      """;

  private static final String EARLY_DESIGN =
      """
      {"variants": [
         {"name": "warm", "model": {"value": "019cf000-0000-7000-8000-000000000001"},
          "prompt": {"value": "019cf000-0000-7000-8000-000000000001"}, "prompt_version": 2,
          "parameters": {"temperature": 0.7, "stop": []}}],
       "dataset": {"value": "019cf000-0000-7000-8000-000000000001"},
       "dataset_version": {
         "hex": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
       "metrics": [{"name": "matches", "type": "regex", "parameters": {"pattern": "^a$"}}],
       "epochs": 3, "seed": -9223372036854775808, "baseline": "warm", "significance_level": 0.01,
       "execution": {"concurrency": 4, "max_attempts": 3, "backoff": "PT0.001S"}}
      """;

  private static final String MANIFEST =
      """
      {"lab_version": "1.0-SNAPSHOT", "experiment_name": "x",
       "dataset": {"value": "019cf000-0000-7000-8000-000000000001"}, "dataset_name": "x",
       "dataset_hash": {
         "hex": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
       "samples": 10000000000,
       "variants": [
         {"name": "x", "model_name": "x", "model": %s,
          "parameters": {
            "temperature": 0.1, "top_p": 0.95, "max_output_tokens": 512,
            "stop": ["\\n\\n", "x"], "seed": -7,
            "tools": [
              {"name": "weather", "description": "x",
               "parameters": "{\\"type\\": \\"object\\"}"},
              {"name": "time", "description": "", "parameters": "x"}],
            "response_schema": {"name": "city", "schema": "x"}},
          "prompt_name": "x", "prompt_version": 12,
          "prompt": %s}],
       "metrics": [
         {"definition": {"name": "x", "type": "regex", "parameters": {"pattern": "x"}},
          "version": 3}],
       "epochs": 1000, "seed": -9223372036854775808, "baseline": "x",
       "significance_level": 0.1}
      """
          .formatted(SPECIFICATION, PROMPT);

  private static final String EARLY_MANIFEST =
      """
      {"lab_version": "1.0-SNAPSHOT", "experiment_name": "x",
       "dataset": {"value": "019cf000-0000-7000-8000-000000000001"}, "dataset_name": "x",
       "dataset_hash": {
         "hex": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
       "samples": 10000000000,
       "variants": [
         {"name": "x", "model_name": "x", "model": %s,
          "parameters": {"temperature": 0.7, "top_p": 0.9, "max_output_tokens": 256,
                         "stop": ["x"], "seed": 9223372036854775807},
          "prompt_name": "x", "prompt_version": 12,
          "prompt": [{"role": "USER", "content": "x"}]}],
       "metrics": [
         {"definition": {"name": "x", "type": "regex", "parameters": {"pattern": "x"}},
          "version": 3}],
       "epochs": 1000, "seed": -9223372036854775808, "baseline": "x",
       "significance_level": 0.1}
      """
          .formatted(EARLY_SPECIFICATION);

  private static final String SAMPLE =
      """
      {"id": "q1", "variables": {"input": "What is 1?"}, "expected": ["It is 1", "1"],
       "metadata": {"\\u001a001a": "b"},
       "messages": [
         {"role": "SYSTEM", "content": "x", "images": [], "tool_calls": []},
         {"role": "USER", "content": "x", "images": ["https://example.org/a.png", "x"],
          "tool_calls": []},
         {"role": "ASSISTANT", "content": "", "images": [], "tool_calls": [
           {"id": "call_1", "name": "weather", "arguments": "{\\"city\\": "},
           {"id": "", "name": "x", "arguments": "x"}]},
         {"role": "TOOL", "content": "x", "images": [], "tool_calls": [], "tool_call_id": "x"}]}
      """;

  private static final String EARLY_SAMPLE =
      """
      {"id": "q1", "variables": {"input": "What is 1?"}, "expected": ["It is 1", "1"],
       "metadata": {"\\u001a001a": "b"}}
      """;

  private static final String PROMPT_WITH_PLACEHOLDER =
      """
      [{"role": "SYSTEM", "content": "x", "images": [], "tool_calls": []},
       {"placeholder": "messages"}]
      """;

  private static final String FAILURE =
      """
      {"model": "small", "message": "no key"}
      """;

  static Stream<Arguments> stored() {
    return Stream.of(
        Arguments.of(SPECIFICATION, Models.fullSpecification()),
        Arguments.of(SPARSE_SPECIFICATION, ModelSpecification.of("simulated", "sim-1")),
        Arguments.of(PROMPT, PromptContent.chat(Models.fullMessages("x"))),
        Arguments.of(
            DESIGN,
            design(
                new Execution(
                    4,
                    3,
                    Duration.ofMillis(1),
                    Duration.ofHours(25),
                    Duration.ofSeconds(2),
                    CacheMode.READ_WRITE,
                    new Budget(new BigDecimal("12.50"), 1_000_000L, Duration.ofMinutes(90))))),
        Arguments.of(MANIFEST, manifest(Runs.fullManifest("x").variants())),
        Arguments.of(
            PROMPT_WITH_PLACEHOLDER,
            PromptContent.of(
                List.of(
                    new PromptPart.Message(new ChatMessage(Role.SYSTEM, "x")),
                    new PromptPart.SampleMessages()))),
        Arguments.of(SAMPLE, sample(Models.fullMessages("x"))),
        Arguments.of(FAILURE, new RunFailure("small", "no key")),
        Arguments.of("{\"message\": \"disk full\"}", new RunFailure(null, "disk full")));
  }

  static Stream<Arguments> storedByEarlierVersions() {
    ModelSpecification full = Models.fullSpecification();
    ModelSpecification specification =
        new ModelSpecification(
            full.provider(),
            full.modelIdentifier(),
            full.endpoint(),
            full.credentialVariable(),
            new GenerationParameters(0.1, 0.95, 512, List.of("\n\n", "END"), -7L),
            full.price(),
            full.timeout(),
            full.options());
    FrozenVariant variant =
        new FrozenVariant(
            "x",
            "x",
            specification,
            new GenerationParameters(0.7, 0.9, 256, List.of("x"), Long.MAX_VALUE),
            "x",
            12,
            PromptContent.text("x"));
    return Stream.of(
        Arguments.of(EARLY_SPECIFICATION, specification),
        Arguments.of(EARLY_SPARSE_SPECIFICATION, ModelSpecification.of("simulated", "sim-1")),
        Arguments.of(
            EARLY_PROMPT,
            PromptContent.chat(
                List.of(
                    new ChatMessage(Role.SYSTEM, ""),
                    new ChatMessage(Role.USER, "Answer: {{input}}"),
                    new ChatMessage(Role.ASSISTANT, "\0 \ud800")))),
        Arguments.of(EARLY_SAMPLE, sample(List.of())),
        Arguments.of(EARLY_DESIGN, design(new Execution(4, 3, Duration.ofMillis(1)))),
        Arguments.of(EARLY_MANIFEST, manifest(List.of(variant))));
  }

  @ParameterizedTest
  @MethodSource({"stored", "storedByEarlierVersions"})
  void readsWhatIsStored(String document, Object content) {
    assertThat((Object) Documents.read(document, content.getClass())).isEqualTo(content);
  }

  @ParameterizedTest
  @MethodSource("stored")
  void writesWhatWasStored(String document, Object content) {
    JsonMapper json = new JsonMapper();

    assertThat(json.readTree(Documents.write(content))).isEqualTo(json.readTree(document));
  }

  @Test
  void readsNamesAndTextsOfAnyLength() {
    Sample sample =
        new Sample("q1", Map.of("k".repeat(200_000), "v".repeat(30_000_000)), List.of(), Map.of());

    assertThat(Documents.read(Documents.write(sample), Sample.class).equals(sample)).isTrue();
  }

  private static Sample sample(List<ChatMessage> messages) {
    return new Sample(
        "q1",
        Map.of("input", "What is 1?"),
        List.of("It is 1", "1"),
        Map.of("\u001a", "b"),
        messages);
  }

  private static ExperimentDesign design(Execution execution) {
    return new ExperimentDesign(
        List.of(
            new Variant(
                "warm",
                new ModelId(ID),
                new PromptId(ID),
                2,
                new GenerationParameters(0.7, null, null, List.of(), null))),
        new DatasetId(ID),
        ContentHash.of("test"),
        List.of(new MetricDefinition("matches", "regex", Map.of("pattern", "^a$"))),
        3,
        Long.MIN_VALUE,
        "warm",
        0.01,
        execution);
  }

  private static RunManifest manifest(List<FrozenVariant> variants) {
    RunManifest full = Runs.fullManifest("x");
    return new RunManifest(
        full.labVersion(),
        full.experimentName(),
        new DatasetId(ID),
        full.datasetName(),
        full.datasetHash(),
        full.samples(),
        variants,
        full.metrics(),
        full.epochs(),
        full.seed(),
        full.baseline(),
        full.significanceLevel());
  }
}
