package dev.researchlab.adapters.http.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.adapters.http.Mutations;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentJsonTest {

  private static final ContentHash NEWEST = ContentHash.of("newest");
  private static final ExperimentJson JSON = new ExperimentJson(dataset -> NEWEST);

  private static final String FULL =
      """
      {"name": "e", "description": "d", "hypothesis": "h", "owner": "o", "collaborators": ["c"], "tags": ["t"],
       "variants": [
         {"name": "a", "model_id": "00000000-0000-0000-0000-000000000001",
          "prompt_id": "00000000-0000-0000-0000-000000000002", "prompt_version": 3,
          "parameters": {"temperature": 0}},
         {"name": "b", "model_id": "00000000-0000-0000-0000-000000000001",
          "prompt_id": "00000000-0000-0000-0000-000000000002"}],
       "dataset_id": "00000000-0000-0000-0000-000000000003",
       "dataset_version": "%s",
       "metrics": ["exact_match",
         {"type": "regex_match", "name": "r", "reducer": "pass@2", "parameters": {"pattern": "x"}}],
       "epochs": 2, "seed": 7, "baseline": "a", "significance_level": 0.01,
       "execution": {"concurrency": 4, "max_attempts": 2, "backoff_seconds": 0.5,
         "max_elapsed_seconds": 60, "hedge_after_seconds": 2, "cache": "read_write",
         "budget": {"max_cost": "1.5", "max_tokens": 1000, "max_duration_seconds": 3600}}}
      """
          .formatted(ContentHash.of("named").hex());

  private static ExperimentDraft read(String text) {
    JsonInput json = new JsonInput("", Json.parse(text));
    ExperimentDraft draft = json.make(() -> JSON.read(json));
    json.done();
    return draft;
  }

  @Test
  void readsAgainWhatItWrites() {
    ExperimentDraft draft = read(FULL);
    Experiment experiment =
        new Experiment(
            new ExperimentId(new UUID(0, 4)),
            ProjectId.DEFAULT,
            draft.about(),
            draft.design(),
            ExperimentStatus.DRAFT,
            1,
            Instant.EPOCH,
            Instant.EPOCH);

    var written = Json.parse(ExperimentJson.write(experiment).toString()).asObject();
    written.remove(List.of("id", "status", "version", "created_at", "changed_at"));
    assertThat(read(written.toString())).isEqualTo(draft);
  }

  @Test
  void takesTheNewestVersionOfTheDatasetWhereNoneIsNamed() {
    String text = FULL.replaceAll("\"dataset_version\": \"[0-9a-f]*\",", "");
    assertThat(read(text).design().datasetVersion()).isEqualTo(NEWEST);
  }

  @Test
  void refusesADatasetWithoutAVersion() {
    JsonInput json =
        new JsonInput("", Json.parse(FULL.replaceAll("\"dataset_version\": \"[0-9a-f]*\",", "")));
    assertThatThrownBy(() -> new ExperimentJson(dataset -> null).read(json))
        .hasMessageStartingWith("dataset_id: this dataset is not there, or has no version");
  }

  @Test
  void refusesWhateverIsWrongByAProblemWithItsPath() {
    assertThat(Mutations.failures(FULL, JSON::read)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "backoff_seconds, -1, execution.backoff_seconds",
    "max_elapsed_seconds, 0, execution.max_elapsed_seconds",
    "hedge_after_seconds, 0, execution.hedge_after_seconds",
    "max_duration_seconds, 0, execution.budget.max_duration_seconds",
    "max_cost, 0, execution.budget.max_cost",
    "max_tokens, 0, execution.budget.max_tokens",
    "concurrency, 0, execution.concurrency",
    "epochs, 0, epochs",
    "reducer, \"pass@3\", metrics.r.reducer",
    "reducer, \"best\", metrics[1].reducer",
    "baseline, \"c\", baseline",
    "significance_level, 1, significance_level",
    "significance_level, 1e-17, significance_level",
  })
  void namesWhatIsWrongAsTheBodyDoes(String key, String value, String path) {
    String text =
        FULL.replaceAll("\"" + key + "\": (\"[^\"]*\"|[0-9.]+)", "\"" + key + "\": " + value);
    assertThatThrownBy(() -> read(text)).hasMessageStartingWith(path + ": ");
  }
}
