package dev.researchlab.adapters.formats.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.MetricDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {

  @TempDir Path path;

  private ExperimentFolder folder;

  @BeforeEach
  void writeFiles() {
    folder = ExperimentFolder.in(path);
  }

  private List<MetricDefinition> metrics(String yaml) {
    return MetricsFile.read(folder.write("metrics.yaml", yaml)).metrics();
  }

  private String problem(String yaml) {
    return folder.problem(() -> metrics(yaml));
  }

  @Test
  void hasTheMetricsAndNothingElse() {
    folder.write("schema.json", "{}");
    assertThat(
            metrics(
                """
                metrics:
                  - squad_f1
                  - latency
                  - {type: exact_match, name: any, reducer: pass@2, ignore_case: true}
                  - {type: json_schema, schema_file: schema.json}
                """))
        .containsExactly(
            MetricDefinition.of("squad_f1"),
            new MetricDefinition(
                "any", "exact_match", Map.of("ignore_case", "true"), EpochReducer.parse("pass@2")),
            new MetricDefinition("json_schema", "json_schema", Map.of("schema", "{}")));
  }

  @Test
  void mayBeAnExperimentFileWhoseDataIsGone() {
    assertThat(metrics(ExperimentFolder.SHORT.replace("questions.jsonl", "gone.jsonl")))
        .containsExactly(MetricDefinition.of("exact_match"));
  }

  @Test
  void saysWhereItIsWrong() {
    assertThat(problem("metric: [squad_f1]\n"))
        .startsWith("metrics.yaml:1: metric: unknown key 'metric'; did you mean 'metrics'?");
    assertThat(problem("name: x\n"))
        .isEqualTo("metrics.yaml:1: metrics: is missing; add a list of metrics");
    assertThat(problem("metrics: 3\n"))
        .isEqualTo("metrics.yaml:1: metrics: expected a list, found '3'");
    MetricsFile file =
        MetricsFile.read(folder.write("metrics.yaml", "metrics:\n  - contains\n  - regex\n"));
    assertThat(
            folder.problem(
                () -> {
                  throw file.problem("metrics.regex.pattern", "is missing");
                }))
        .isEqualTo("metrics.yaml:3: metrics.regex.pattern: is missing");
  }
}
