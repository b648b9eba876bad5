package dev.researchlab.adapters.formats.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.ports.testkit.run.Runs;
import java.io.StringWriter;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunManifestJsonTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void writesEverythingThatAPromptSays() {
    assertThat(variant(Runs.fullManifest("x")).get("prompt").get("messages"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"role": "system", "content": "x"},
                 {"role": "user", "content": "x", "images": ["https://example.org/a.png", "x"]},
                 {"role": "assistant", "content": "", "tool_calls": [
                   {"id": "call_1", "name": "weather", "arguments": "{\\"city\\": "},
                   {"id": "", "name": "x", "arguments": "x"}]},
                 {"role": "tool", "content": "x", "tool_call_id": "x"}]
                """));
  }

  @Test
  void writesEverythingThatParametersSay() {
    assertThat(variant(Runs.fullManifest("x")).get("parameters"))
        .isEqualTo(
            JSON.readTree(
                """
                {"temperature": 0.1, "top_p": 0.95, "max_tokens": 512, "stop": ["\\n\\n", "x"],
                 "seed": -7,
                 "tools": [
                   {"name": "weather", "description": "x",
                    "parameters": "{\\"type\\": \\"object\\"}"},
                   {"name": "time", "description": "", "parameters": "x"}],
                 "response_schema": {"name": "city", "schema": "x"}}
                """));
  }

  @Test
  void leavesOutWhatIsLeftToTheProvider() {
    assertThat(variant(Runs.manifest()).get("parameters")).isEmpty();
  }

  private static JsonNode variant(RunManifest manifest) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      RunManifestJson.write(
          json, Runs.pending(ProjectId.DEFAULT, new ExperimentId(UUID.randomUUID()), 1, manifest));
    }
    return JSON.readTree(text.toString()).get("variants").get(0);
  }
}
