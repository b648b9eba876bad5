package dev.researchlab.adapters.formats.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.prompt.PromptContent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentFileOverridesTest {

  private static final String YAML =
      """
      name: overridden
      models:
        - {name: 6b, provider: openai}
        - {name: gpt-4.1, provider: openai}
      prompts:
        - {name: p, text: hello}
      dataset: {file: questions.jsonl}
      metrics:
        - exact_match
        - {type: numeric_answer, name: accuracy}
      """;

  @TempDir Path path;

  private ExperimentFolder folder;

  @BeforeEach
  void writeFiles() {
    folder = ExperimentFolder.in(path);
  }

  @Test
  void replacesAndAddsValues() {
    ExperimentFile file =
        folder.read(
            YAML,
            "concurrency=7",
            "concurrency=8",
            "tags=[x, y]",
            "dataset.limit=1",
            "dataset.fields.variables={q: question}",
            "metrics.accuracy.anchor=A:");

    assertThat(file.execution().concurrency()).isEqualTo(8);
    assertThat(file.about().tags()).containsExactly("x", "y");
    assertThat(file.dataset().limit()).isEqualTo(1);
    assertThat(file.dataset().fields().variables()).isEqualTo(Map.of("q", "question"));
    assertThat(file.metrics().get(1).parameters()).isEqualTo(Map.of("anchor", "A:"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models.gpt-4.1.parameters.temperature=0.5",
        "models.1.parameters.temperature=0.5",
        "models[1].parameters.temperature=0.5",
        "models[1].parameters={temperature: 0.5}",
        "models.gpt-4.1.parameters={temperature: 5.0e-1}"
      })
  void findsAnItemByItsNameOrNumber(String setting) {
    ExperimentFile file = folder.read(YAML, setting);

    assertThat(file.models())
        .extracting(it -> it.specification().parameters())
        .containsExactly(
            GenerationParameters.PROVIDER_DEFAULTS,
            new GenerationParameters(0.5, null, null, List.of(), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{question}}",
        "Question: {{question}}",
        "[{{question}}",
        "a # b",
        "- x",
        "100",
        "what: is: this?",
        "@you"
      })
  void takesATextAsItIsWhateverYamlWouldMakeOfIt(String text) {
    ExperimentFile file = folder.read(YAML, "prompts.p.text=" + text);

    assertThat(file.prompts().getFirst().content()).isEqualTo(PromptContent.text(text));
  }

  @Test
  void unquotesATextInQuotes() {
    ExperimentFile file = folder.read(YAML, "prompts.p.text=\"a\\nb\"", "name='it''s'");

    assertThat(file.prompts().getFirst().content()).isEqualTo(PromptContent.text("a\nb"));
    assertThat(file.name()).isEqualTo("it's");
  }

  @Test
  void setsAUrlWithAnEqualsSign() {
    ExperimentFile file = folder.read(YAML, "models.6b.base_url=http://localhost:1/v1?a=b");

    assertThat(file.models().getFirst().specification().endpoint())
        .hasToString("http://localhost:1/v1?a=b");
  }

  @Test
  void startsADataFolderOfASettingAtTheWorkingDirectory() {
    Path relative = Path.of("").toAbsolutePath().relativize(path.toAbsolutePath());

    assertThat(folder.read(YAML, "data=" + relative).dataset().file())
        .isEqualTo(relative.resolve("questions.jsonl"));
    assertThat(folder.problem(YAML, "data=no/such"))
        .isEqualTo("--set data=no/such: there is no folder no/such; check the path");
  }

  @Test
  void keepsTheRestOfTheDocument() {
    ExperimentFile file = folder.read(YAML, "models.6b.provider=replay", "models.6b.answer=a");

    assertThat(file.models().getFirst().specification())
        .isEqualTo(ModelSpecification.of("replay", "6b").withOptions(Map.of("answer", "a")));
    assertThat(file.models().get(1).specification())
        .isEqualTo(ModelSpecification.of("openai", "gpt-4.1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          concurrency        | --set concurrency: expected key=value, such as --set concurrency=50
          =5                 | --set =5: expected key=value, such as --set concurrency=50
          concurrency=many   | --set concurrency=many: expected a whole number, found 'many'
          concurrency=-1     | --set concurrency=-1: must be 1 to 100000, not -1
          concurrency=       | --set concurrency=: expected a whole number, found nothing
          dataset.limt=1     | --set dataset.limt=1: unknown key 'limt'; did you mean 'limit'? there are: name, file, format, fields, limit
          models.7b.model=x  | --set models.7b.model=x: models has no item '7b'; did you mean '6b'? there are: 6b, gpt-4.1
          models[2].model=x  | --set models[2].model=x: models has no item '2'; there are: 6b, gpt-4.1
          name.x=1           | --set name.x=1: name is 'overridden' and has no key 'x'
          models.6b.price.input_per_million=1 | --set models.6b.price.input_per_million=1: models.6b.price.output_per_million: is missing; add US dollars for a million tokens
          dataset.file=x.csv | --set dataset.file=x.csv: there is no file x.csv; check the path, and the folder 'data' if it is there
          models.6b.api_key_env=sk-1 | --set models.6b.api_key_env=***: expected the name of an environment variable such as OPENAI_API_KEY, not a key itself
          models.6b.api_key=sk-1 | --set models.6b.api_key=***: unknown key 'api_key'; there are: name, provider, model, base_url, api_key_env, parameters, price, timeout, first_byte_timeout, idle_timeout, limits, accuracy, answer, file, key, matches
          """)
  void refusesASettingThatMeansNothing(String setting, String problem) {
    assertThat(folder.problem(YAML, setting)).isEqualTo(problem);
  }
}
