package dev.researchlab.adapters.formats.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptPart;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments whose samples bring conversations and images, with tools and response schemas. */
class ConversationExperimentTest {

  private static final byte[] PIXEL = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private static final String SCHEMA =
      "{\"type\":\"object\",\"required\":[\"z\",\"a\"],"
          + "\"properties\":{\"z\":{\"type\":\"number\",\"maximum\":1.5},\"a\":{\"maximum\":100}}}";

  private static final String YAML =
      """
      name: conversations
      models:
        - name: m
          provider: openai
          parameters:
            temperature: 0
            tools:
              - name: get_weather
                description: Tells the weather.
                parameters:
                  type: object
                  required: [z, a]
                  properties:
                    z: {type: number, maximum: 1.50}
                    a: {maximum: 1e2}
              - name: now
            response_schema:
              name: report
              schema_file: schemas/report.json
      prompts:
        - name: p
          messages:
            - {role: system, content: "You speak {{language}}."}
            - placeholder: messages
            - role: user
              content: Look.
              images: ["{{photo}}", "https://example.org/{{language}}.png"]
      variants:
        - {name: v, model: m}
        - name: w
          model: m
          parameters: {tools: [{name: other, parameters: '{"type" : "object"}'}]}
      dataset:
        file: data.jsonl
        fields: {variables: [language, photo], messages: chat}
      metrics:
        - {type: json_schema, schema: response_schema}
        - {type: tool_call, arguments: subset}
      """;

  private static final String DATA =
      """
      {"language": "{{photo}}", "photo": "pictures/a.png", "chat": [{"role": "user", "content": "{{language}}?"}]}
      """;

  @TempDir Path path;

  private ExperimentFolder folder;

  @BeforeEach
  void writeFiles() {
    folder = ExperimentFolder.in(path);
    folder.write("data.jsonl", DATA);
    folder.write("pictures/a.png", PIXEL);
    folder.write(
        "schemas/report.json",
        SCHEMA.replace(",", " ,\n\t").replace("1.5", "15e-1").replace("100", "1E+2"));
  }

  @Test
  void readsToolsAndResponseSchemasInOneFormWhoeverWroteThem() {
    ExperimentFile file = folder.read(YAML);

    GenerationParameters parameters = file.models().getFirst().specification().parameters();
    assertThat(parameters.tools())
        .containsExactly(
            new ToolDefinition("get_weather", "Tells the weather.", SCHEMA),
            new ToolDefinition("now", "", "{\"type\":\"object\",\"properties\":{}}"));
    assertThat(parameters.responseSchema()).isEqualTo(new ResponseSchema("report", SCHEMA));
    assertThat(file.variants().getLast().parameters().tools())
        .containsExactly(new ToolDefinition("other", "", "{\"type\":\"object\"}"));
    assertThat(file.metrics().getFirst())
        .extracting(MetricDefinition::parameters)
        .satisfies(it -> assertThat(it).containsEntry("schema", SCHEMA));
  }

  @Test
  void overridesAToolByItsName() {
    ExperimentFile file =
        folder.read(YAML, "models.m.parameters.tools.now.parameters={type: object}");

    assertThat(file.models().getFirst().specification().parameters().tools().getLast())
        .isEqualTo(new ToolDefinition("now", "", "{\"type\":\"object\"}"));
    assertThat(folder.problem(YAML, "models.m.parameters.tools.now.name=a b"))
        .isEqualTo(
            "--set models.m.parameters.tools.now.name=a b: models.m.parameters.tools.a b.name: must"
                + " have 1 to 64 letters, digits, _ or -, not 'a b'");
  }

  @Test
  void refusesToJudgeByTheResponseSchemaWhereVariantsHaveDifferentOnes() {
    assertThat(folder.problem(YAML, "variants.w.parameters.response_schema={schema: {}}"))
        .isEqualTo(
            "experiment.yaml:37: metrics.json_schema.schema: the variants have different response"
                + " schemas; write the schema here");
  }

  @Test
  void asksWhatTheConversationAndThePictureSay() {
    ExperimentFile file = folder.read(YAML);
    Sample sample = onlySample(file);

    assertThat(sample.messages()).containsExactly(new ChatMessage(Role.USER, "{{language}}?"));
    assertThat(file.prompts().getFirst().content().parts().get(1))
        .isEqualTo(new PromptPart.SampleMessages());
    assertThat(file.prompts().getFirst().content().render(sample))
        .containsExactly(
            new ChatMessage(Role.SYSTEM, "You speak {{photo}}."),
            new ChatMessage(Role.USER, "{{language}}?"),
            new ChatMessage(
                Role.USER,
                "Look.",
                List.of("data:image/png;base64,iVBORw0KGgo=", "https://example.org/{{photo}}.png"),
                List.of(),
                null));
  }

  @ParameterizedTest
  @CsvSource({"calls.yaml, 4", "report.yaml, 6"})
  void readsTheExamples(String name, int samples) {
    OneProjectLab lab = new OneProjectLab();
    ExperimentFile.read(Path.of("../examples/tools", name), List.of(), ExperimentFolder.PROVIDERS)
        .submit(ProjectId.DEFAULT, lab, lab, lab, lab);

    assertThat(lab.samples)
        .hasSize(samples)
        .allSatisfy(sample -> assertThat(sample.messages()).isNotEmpty());
  }

  private static Sample onlySample(ExperimentFile file) {
    OneProjectLab lab = new OneProjectLab();
    file.submit(ProjectId.DEFAULT, lab, lab, lab, lab);
    return lab.samples.getFirst();
  }

  @Test
  void refusesASampleThatLacksWhatThePromptAsksFor() {
    folder.write("data.jsonl", DATA + DATA.replaceAll("\\[.*]", "null"));

    assertThat(folder.problem(() -> onlySample(folder.read(YAML))))
        .isEqualTo(
            "experiment.yaml:22: prompts.p: the placeholder needs a conversation, and the sample at"
                + " data.jsonl:2 has none; name its field in dataset.fields.messages");
  }
}
