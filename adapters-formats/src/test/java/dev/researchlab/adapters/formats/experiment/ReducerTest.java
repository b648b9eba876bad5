package dev.researchlab.adapters.formats.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.project.ProjectId;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with the epochs of a sample, as an experiment file says it. */
class ReducerTest {

  @TempDir Path path;

  private ExperimentFolder folder;

  @BeforeEach
  void writeFiles() {
    folder = ExperimentFolder.in(path);
  }

  private static String withMetrics(String metrics) {
    return ExperimentFolder.SHORT.replace("metrics: [exact_match]", "epochs: 3\n" + metrics);
  }

  @Test
  void isReadOfEachMetric() {
    ExperimentFile file =
        folder.read(
            withMetrics(
                """
                metrics:
                  - {type: exact_match, name: any, reducer: pass@3}
                  - {type: exact_match, name: all, reducer: pass^2}
                  - {type: exact_match, reducer: mean}
                """));

    assertThat(file.metrics())
        .containsExactly(
            new MetricDefinition("any", "exact_match", Map.of(), EpochReducer.parse("pass@3")),
            new MetricDefinition("all", "exact_match", Map.of(), EpochReducer.parse("pass^2")),
            MetricDefinition.of("exact_match"));
  }

  @Test
  void isRefusedWhereItStands() {
    assertThat(folder.problem(withMetrics("metrics:\n  - type: contains\n    reducer: best\n")))
        .isEqualTo(
            "experiment.yaml:13: metrics.contains.reducer: cannot be 'best'; use mean, majority,"
                + " pass@3 or pass^3, with your own k");
  }

  @Test
  void isRefusedWhereThereAreFewerEpochs() {
    ExperimentFile file =
        folder.read(withMetrics("metrics:\n  - type: contains\n    reducer: pass@4\n"));
    OneProjectLab lab = new OneProjectLab();

    assertThat(folder.problem(() -> file.submit(ProjectId.DEFAULT, lab, lab, lab, lab)))
        .isEqualTo(
            "experiment.yaml:13: metrics.contains.reducer: pass@4 needs 4 epochs, and there are 3;"
                + " raise epochs or lower k");
    assertThat(lab.experiments).isEmpty();
  }
}
