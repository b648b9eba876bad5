package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scoring again on the embedded stores, as on a laptop. */
@Timeout(300)
class RescoreCommandIT {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  private CommandLineCall lab(String... arguments) {
    return CommandLineCall.on(folder.resolve("data"), arguments);
  }

  private CommandLineCall done(String... arguments) {
    CommandLineCall call = lab(arguments);
    assertThat(call.exitCode()).as(call.err()).isZero();
    return call;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void scoresStoredAnswersAgainAsARunThatIsShownAndCompared() throws IOException {
    StringBuilder questions = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      questions.append(
          "{\"id\":\"q%d\",\"question\":\"%d?\",\"answer\":\"%d\"}\n".formatted(i, i, i));
    }
    write("questions.jsonl", questions.toString());
    Path experiment =
        write(
            "experiment.yaml",
            """
            name: Sums
            models:
              - {name: weak, provider: simulated, accuracy: 0.5, latency: 0s}
              - {name: strong, provider: simulated, accuracy: 0.8, latency: 0s}
            prompts:
              - {name: plain, text: "{{question}}"}
            dataset:
              file: questions.jsonl
              fields: {id: id, expected: answer}
            metrics: [exact_match]
            epochs: 3
            """);
    Path metrics =
        write(
            "metrics.yaml",
            """
            metrics:
              - {type: exact_match, name: any, reducer: pass@2}
              - {type: exact_match, name: most, reducer: majority}
            """);
    done("run", experiment.toString(), "--quiet");
    String source = done("show", "latest", "--format", "json").json().get("run_id").asString();

    refusesWhatCannotBe(metrics);

    Path results = folder.resolve("results");
    CommandLineCall rescored =
        done("rescore", source, "--metrics", metrics.toString(), "--out", results.toString());
    assertThat(rescored.out())
        .contains("Sums: run 2 completed, 1,200 of 1,200 trials")
        .contains(
            "The answers are those of run %s, scored again; no model was asked for them."
                .formatted(source.substring(source.length() - 8)))
        .contains("any (pass@2)", "most (majority)");
    JsonNode manifest = JSON.readTree(results.resolve("manifest.json"));
    assertThat(manifest.get("rescore_of").asString()).isEqualTo(source);
    assertThat(manifest.at("/metrics/0/reducer").asString()).isEqualTo("pass@2");
    JsonNode shown = done("show", "latest", "--format", "json").json();
    assertThat(shown).isEqualTo(JSON.readTree(results.resolve("summary.json")));
    assertThat(shown.at("/variants/1/metrics/0/reducer").asString()).isEqualTo("pass@2");
    assertThat(shown.at("/variants/1/metrics/0/estimate").asDouble())
        .isEqualTo(passAt2(results, "strong"));

    done("rescore", source, "--metrics", metrics.toString());
    CommandLineCall compared = done("compare", manifest.get("run_id").asString(), "latest");
    assertThat(compared.out()).contains("any (pass@2)", "inconclusive");
    assertThat(done("runs").out().lines()).hasSize(4);
    assertThat(done("rescore", source).out()).contains("exact_match");
  }

  /** From the answers themselves: the share of the pairs of epochs with a right one. */
  private static double passAt2(Path results, String variant) throws IOException {
    List<JsonNode> evaluations = new ArrayList<>();
    for (String line : Files.readAllLines(results.resolve("evaluations.jsonl"))) {
      JsonNode evaluation = JSON.readTree(line);
      if (evaluation.get("variant").asString().equals(variant)) {
        evaluations.add(evaluation);
      }
    }
    int pairs = 0;
    int right = 0;
    for (JsonNode one : evaluations) {
      for (JsonNode other : evaluations) {
        if (one.get("sample_id").equals(other.get("sample_id"))
            && one.get("epoch").asInt() < other.get("epoch").asInt()) {
          pairs++;
          right += isRight(one) || isRight(other) ? 1 : 0;
        }
      }
    }
    assertThat(pairs).isEqualTo(200 * 3);
    return (double) right / pairs;
  }

  private static boolean isRight(JsonNode evaluation) {
    return evaluation.at("/scores/any/value").asDouble() == 1;
  }

  private void refusesWhatCannotBe(Path metrics) throws IOException {
    refuses("no metric type squad", "rescore", "latest", "--metric", "squad");
    refuses(
        "are mutually exclusive",
        "rescore",
        "latest",
        "--metric",
        "squad_f1",
        "--metrics",
        metrics.toString());
    Path tooMany = write("too-many.yaml", "metrics:\n  - type: contains\n    reducer: pass@4\n");
    refuses(
        "too-many.yaml:3: metrics.contains.reducer: pass@4 needs 4 epochs, and there are 3",
        "rescore",
        "latest",
        "--metrics",
        tooMany.toString());
    refuses("no run", "rescore", "00000000", "--metric", "squad_f1");
  }

  private void refuses(String problem, String... arguments) {
    CommandLineCall call = lab(arguments);
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains(problem);
  }
}
