package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the example of the guide, and looks for every key that there is. */
class ExperimentFileGuideTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private String guide;

  @BeforeEach
  void readGuide() throws IOException {
    guide = Files.readString(ROOT.resolve("docs/experiment-file.md"));
  }

  @Test
  void showsAnExampleThatRuns() throws IOException {
    int begin = guide.indexOf("```yaml\n") + "```yaml\n".length();
    Path file = folder.resolve("experiment.yaml");
    Files.writeString(file, guide.substring(begin, guide.indexOf("```", begin)));
    Files.writeString(
        folder.resolve("capitals.csv"),
        "id,country,capital\n1,France,Paris\n2,\"Korea, Republic of\",Seoul\n3,Chad,N'Djamena\n");
    CommandLineCall call =
        CommandLineCall.of("run", file.toString(), "--memory", "--format", "json");

    assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.DONE);
    assertThat(call.json().get("evaluated").asInt()).isEqualTo(3 * 3 * 3);
    assertThat(call.json().get("confidence_level").asDouble()).isEqualTo(0.99);
  }

  @Test
  void namesEveryKeyOfTheSchema() throws IOException {
    JsonNode schema =
        JsonMapper.builder()
            .build()
            .readTree(Files.readString(ROOT.resolve("schema/experiment.schema.json")));
    List<String> keys = new ArrayList<>();
    collectKeys(schema, keys);

    assertThat(keys).hasSizeGreaterThan(40).allSatisfy(key -> assertThat(guide).contains(key));
  }

  private static void collectKeys(JsonNode node, List<String> keys) {
    JsonNode properties = node.get("properties");
    if (properties != null && properties.isObject()) {
      keys.addAll(properties.propertyNames());
    }
    node.forEach(child -> collectKeys(child, keys));
  }
}
