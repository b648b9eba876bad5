package dev.researchlab.adapters.formats.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.testkit.run.Runs;
import java.io.StringWriter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunSummaryJsonTest {

  private static final Run RUNNING =
      Runs.pending(ProjectId.DEFAULT, new ExperimentId(UUID.randomUUID()), 1)
          .become(RunStatus.RUNNING, Runs.CREATED);

  @Test
  void saysWhyARunFailed() {
    JsonNode written = written(RUNNING.fail(new RunFailure("small", "no key"), Runs.CREATED));

    assertThat(written.get("status").asString()).isEqualTo("failed");
    assertThat(written.get("failure").asString()).isEqualTo("no key");
    assertThat(written.has("stopped_because")).isFalse();
  }

  @Test
  void saysWhyARunWasStoppedWhereNobodyAskedForThat() {
    JsonNode written =
        written(RUNNING.stop(new RunFailure(null, "10 USD are spent"), Runs.CREATED));

    assertThat(written.get("status").asString()).isEqualTo("stopped");
    assertThat(written.get("stopped_because").asString()).isEqualTo("10 USD are spent");
    assertThat(written.has("failure")).isFalse();
  }

  @Test
  void givesNoReasonWhereThereIsNone() {
    JsonNode written = written(RUNNING.become(RunStatus.STOPPED, Runs.CREATED));

    assertThat(written.has("stopped_because")).isFalse();
    assertThat(written.has("failure")).isFalse();
  }

  private static JsonNode written(Run run) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonMapper().createGenerator(text)) {
      RunSummaryJson.write(json, run, new RunSummary(run.id(), 10, 0, 0.95, List.of(), List.of()));
    }
    return new JsonMapper().readTree(text.toString());
  }
}
