package dev.researchlab.adapters.formats.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionTest {

  private static final String YAML =
      """
      name: submitted
      tags: [t]
      models:
        - name: used
          provider: openai
          api_key_env: NO_SUCH_VARIABLE
        - {name: unused, provider: openai}
      prompts:
        - name: p
          text: |
            {{question}}
        - {name: unused, text: "{{nothing}}"}
      variants:
        - {name: v, model: used, prompt: p}
      dataset:
        file: questions.jsonl
        fields: {expected: answer}
      metrics:
        - exact_match
        - type: numeric_answer
          name: accuracy
          anchor: "A:"
      seed: 7
      """;

  private final OneProjectLab lab = new OneProjectLab();

  @TempDir Path path;

  private ExperimentFolder folder;

  @BeforeEach
  void writeFiles() {
    folder = ExperimentFolder.in(path);
  }

  @Test
  void bringsWhatIsUsedIntoTheProject() {
    Experiment experiment = submit(YAML);

    assertThat(lab.models).extracting(Model::name).containsExactly("used");
    assertThat(lab.prompts).extracting(PromptVersion::name).containsExactly("p");
    assertThat(lab.samples)
        .containsExactly(
            new Sample(
                "a", Map.of("id", "a", "question", "1+1?", "answer", "2"), List.of("2"), Map.of()),
            new Sample(
                "b",
                Map.of("id", "b", "question", "What is {{question}}?", "answer", "a variable"),
                List.of("a variable"),
                Map.of()));
    assertThat(experiment.name()).isEqualTo("submitted");
    assertThat(experiment.about().tags()).containsExactly("t");
    assertThat(experiment.design().seed()).isEqualTo(7);
    assertThat(experiment.design().metrics())
        .extracting(MetricDefinition::name)
        .containsExactly("exact_match", "accuracy");
    assertThat(experiment.design().variants()).extracting(Variant::name).containsExactly("v");
    assertThat(experiment.design().variants().getFirst().model())
        .isEqualTo(lab.models.getFirst().id());
  }

  @Test
  void usesWhatIsThereAlready() {
    submit(YAML);
    submit(YAML);

    assertThat(lab.models).hasSize(1);
    assertThat(lab.datasets).hasSize(1);
  }

  @Test
  void changesAModelThatIsReachedInAnotherWayThanBefore() {
    submit(YAML);
    submit(YAML, "models.used.model=other");

    assertThat(lab.models).hasSize(1);
    assertThat(lab.models.getFirst().specification().modelIdentifier()).isEqualTo("other");
  }

  @Test
  void importsTheFirstSamplesOnly() {
    folder.write("questions.jsonl", ExperimentFolder.QUESTIONS + "not JSON\n");

    submit(YAML, "dataset.limit=2");

    assertThat(lab.samples).hasSize(2);
  }

  @Test
  void refusesAVariableThatASampleDoesNotHave() {
    assertThat(problem(YAML, "prompts.p.text={{qestion}}"))
        .isEqualTo(
            "--set prompts.p.text={{qestion}}: prompts.p: the variable {{qestion}} is not a field"
                + " of the dataset; did you mean {{question}}? (dataset questions.jsonl:1 has:"
                + " answer, id, question)");
    assertThat(problem(YAML.replace("{{question}}", "{{x.y}}")))
        .isEqualTo(
            "experiment.yaml:10: prompts.p: the variable {{x.y}} is not a field of the dataset;"
                + " name one that is (dataset questions.jsonl:1 has: answer, id, question)");
    assertThat(lab.samples).isEmpty();

    folder.write(
        "questions.jsonl", ExperimentFolder.QUESTIONS + "\n{\"id\": \"c\", \"question\": null}\n");
    assertThat(problem(YAML, "dataset.fields={}"))
        .isEqualTo(
            "experiment.yaml:10: prompts.p: the variable {{question}} is not a field of the"
                + " dataset; name one that is (dataset questions.jsonl:4 has: id)");
    assertThat(lab.samples).isEmpty();
  }

  @Test
  void saysWhereTheDatasetIsWrong() {
    folder.write("questions.jsonl", "");
    assertThat(problem(YAML)).isEqualTo("questions.jsonl: the dataset has no samples");

    folder.write("questions.jsonl", "{\"id\": 1, \"question\": \"x\", \"anser\": 1}\n");
    assertThat(problem(YAML))
        .isEqualTo(
            "questions.jsonl:1: there is no field 'answer' (dataset.fields.expected); did you mean"
                + " 'anser'? there are: id, question, anser");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          base_url    | 4: models.used.base_url: does not fit
          api_key_env | 6: models.used.api_key_env: does not fit
          provider    | 5: models.used.provider: does not fit
          ''          | 4: models.used: does not fit
          """)
  void saysWhichKeyOfAModelIsRefused(String refused, String problem) {
    lab.refusalOfModels = new InvalidException(refused, "does not fit");

    assertThat(problem(YAML)).isEqualTo("experiment.yaml:" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metrics.exact_match      | 19: metrics.exact_match: does not fit
          metrics.exact_match.type | 19: metrics.exact_match.type: does not fit
          metrics.accuracy.anchor  | 22: metrics.accuracy.anchor: does not fit
          metrics.accuracy.schema  | 20: metrics.accuracy.schema: does not fit
          metrics                  | 18: metrics: does not fit
          """)
  void saysWhichMetricIsRefused(String refused, String problem) {
    lab.refusalOfDesigns = new InvalidException(refused, "does not fit");

    assertThat(problem(YAML)).isEqualTo("experiment.yaml:" + problem);
  }

  private Experiment submit(String yaml, String... settings) {
    return folder.read(yaml, settings).submit(ProjectId.DEFAULT, lab, lab, lab, lab);
  }

  private String problem(String yaml, String... settings) {
    return folder.problem(() -> submit(yaml, settings));
  }
}
