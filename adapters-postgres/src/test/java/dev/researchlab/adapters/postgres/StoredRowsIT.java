package dev.researchlab.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.evaluation.PostgresEvaluationStore;
import dev.researchlab.adapters.postgres.experiment.PostgresExperimentStore;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
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
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.testkit.project.Projects;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rows as databases hold them already, for the documents that only their stores know. */
class StoredRowsIT {

  private static final UUID ID = UUID.fromString("019cf000-0000-7000-8000-000000000001");

  private static final String EXPERIMENT =
      """
      INSERT INTO experiments (project_id, id, name, status, version, document, created_at,
        changed_at)
      VALUES (?::uuid, '019cf000-0000-7000-8000-000000000001', 'n', 'RUNNING', 2,
        '{"description": "d", "hypothesis": "h", "tags": ["a", "b"], "design":
          {"variants": [
             {"name": "warm", "model": {"value": "019cf000-0000-7000-8000-000000000001"},
              "prompt": {"value": "019cf000-0000-7000-8000-000000000001"}, "prompt_version": 2,
              "parameters": {"temperature": 0.7, "stop": []}}],
           "dataset": {"value": "019cf000-0000-7000-8000-000000000001"},
           "dataset_version": {
             "hex": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
           "metrics": [{"name": "m", "type": "regex", "parameters": {"pattern": "^a$"}}],
           "epochs": 3, "seed": 5, "significance_level": 0.01,
           "execution": {"concurrency": 4, "max_attempts": 3, "backoff": "PT0.001S"}}}',
        '2026-03-01 09:00:00.123456+00', '2026-03-01 10:00:00+00')
      """;

  private static final String EVALUATION =
      """
      INSERT INTO evaluations (project_id, run_id, variant, sample_id, epoch, id, outcome,
        attempts, input_tokens, output_tokens, latency_ns, time_to_first_byte_ns, queue_wait_ns,
        cost, cached, completed_at, output, reason, status, scores, tool_calls)
      VALUES (?::uuid, '019cf000-0000-7000-8000-000000000001', 'v', 'q', 1,
        '019cf000-0000-7000-8000-000000000001', 'answered', 2, 12, 3, 1234567000, 234567000,
        345000000, 0.000123, true, '2026-03-01 09:00:00.123456+00', 'Paris', NULL, NULL,
        '{"exact_match": {"value": 1, "extracted": "Paris"}, "similarity": {"value": 0.25},
          "judge": {"unscored": "no reference"}}',
        '[{"id": "call_1", "name": "weather", "arguments": "{\\"city\\": "}]')
      """;

  private final ProjectId project = Projects.fresh();
  private final Database database = TestDatabase.shared();

  @Test
  void readsAnExperimentThatIsStored() {
    database.execute(project, EXPERIMENT, project);
    ExperimentDesign design =
        new ExperimentDesign(
            List.of(
                new Variant(
                    "warm",
                    new ModelId(ID),
                    new PromptId(ID),
                    2,
                    new GenerationParameters(0.7, null, null, List.of(), null))),
            new DatasetId(ID),
            ContentHash.of("test"),
            List.of(new MetricDefinition("m", "regex", Map.of("pattern", "^a$"))),
            3,
            5,
            null,
            0.01,
            new Execution(4, 3, Duration.ofMillis(1)));

    assertThat(new PostgresExperimentStore(database).list(project))
        .containsExactly(
            new Experiment(
                new ExperimentId(ID),
                project,
                new About("n", "d", "h", "", List.of(), List.of("a", "b")),
                design,
                ExperimentStatus.RUNNING,
                2,
                Instant.parse("2026-03-01T09:00:00.123456Z"),
                Instant.parse("2026-03-01T10:00:00Z")));
  }

  @Test
  void readsAnEvaluationThatIsStored() {
    database.execute(project, EVALUATION, project);

    assertThat(new PostgresEvaluationStore(database).find(project, new EvaluationId(ID)))
        .contains(
            new Evaluation(
                new EvaluationId(ID),
                project,
                new RunId(ID),
                new TrialKey("v", "q", 1),
                new EvaluationOutcome.Answered("Paris"),
                Map.of(
                    "exact_match", new Score.Value(1, "Paris"),
                    "similarity", new Score.Value(0.25, null),
                    "judge", new Score.Unscored("no reference")),
                new TokenUsage(12, 3),
                Duration.ofNanos(1_234_567_000),
                new BigDecimal("0.000123"),
                2,
                Instant.parse("2026-03-01T09:00:00.123456Z"),
                Duration.ofNanos(234_567_000),
                Duration.ofMillis(345),
                List.of(new ToolCall("call_1", "weather", "{\"city\": ")),
                true));
  }
}
