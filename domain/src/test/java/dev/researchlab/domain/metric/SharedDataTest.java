package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.researchlab.domain.dataset.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Public data sets that are read where they lie and not kept here; skipped unless the properties
 * say where: {@code -Dvectors=FOLDER} with squad_em_f1.json, {@code -Dshared.data=FOLDER} with
 * gsm8k/test.jsonl and gsm8k/example_model_solutions.jsonl.
 */
class SharedDataTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  @EnabledIfSystemProperty(named = "shared.data", matches = ".+")
  void judgesTheSolutionsOfFourModelsAsTheirAuthorsDid() throws IOException {
    Path folder = Path.of(System.getProperty("shared.data"), "gsm8k");
    List<String> questions = Files.readAllLines(folder.resolve("test.jsonl"));
    List<String> solutions = Files.readAllLines(folder.resolve("example_model_solutions.jsonl"));
    Metric metric =
        Scoring.by("numeric_answer", "anchor", "A:", "expected_anchor", "####").metric();
    List<String> differing = new ArrayList<>();
    int judged = 0;
    for (int i = 0; i < questions.size(); i++) {
      Sample sample =
          Sample.of("" + i, "", JSON.readTree(questions.get(i)).get("answer").stringValue());
      JsonNode row = JSON.readTree(solutions.get(i));
      for (Map.Entry<String, JsonNode> model : row.properties()) {
        JsonNode verdict = model.getValue().get("is_correct");
        if (verdict == null) {
          continue;
        }
        Score score = metric.score(model.getValue().get("solution").stringValue(), sample);
        if (((Score.Value) score).value() != (verdict.booleanValue() ? 1 : 0)) {
          differing.add(i + " " + model.getKey() + " " + score);
        }
        judged++;
      }
    }
    assertThat(differing).isEmpty();
    assertThat(judged).isEqualTo(5276);
  }

  @Test
  @EnabledIfSystemProperty(named = "vectors", matches = ".+")
  void scoresAsTheSquadScriptsDo() throws IOException {
    Path file = Path.of(System.getProperty("vectors"), "squad_em_f1.json");
    JsonNode root = JSON.readTree(Files.readString(file));
    double tolerance = root.get("meta").get("tolerance").doubleValue();
    Scoring exact = Scoring.by("squad_em");
    Scoring f1 = Scoring.by("squad_f1");
    int compared = 0;
    List<String> notCovered = new ArrayList<>();
    for (JsonNode node : root.get("cases")) {
      if (!node.has("prediction")) {
        notCovered.add(node.get("id").stringValue());
        continue;
      }
      String answer = node.get("prediction").stringValue();
      String[] expected =
          node.get("answers").valueStream().map(JsonNode::stringValue).toArray(String[]::new);
      assertThat(exact.value(answer, expected))
          .as("%s", node)
          .isEqualTo(node.get("em").doubleValue());
      assertThat(f1.value(answer, expected))
          .as("%s", node)
          .isCloseTo(node.get("f1_v2").doubleValue(), within(tolerance));
      compared++;
    }
    assertThat(compared).isEqualTo(621);
    // Its texts are in a file of their own, which is not at hand.
    assertThat(notCovered).containsExactly("aggregate_full_file");
  }
}
