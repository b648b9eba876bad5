package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PlanCommandTest {

  @TempDir private Path folder;
  private Path experiment;

  @BeforeEach
  void writeExperiment() throws IOException {
    Files.writeString(
        folder.resolve("questions.jsonl"),
        IntStream.range(0, 100)
            .mapToObj(i -> "{\"id\":\"q%d\",\"question\":\"%s\"}\n".formatted(i, "x".repeat(36)))
            .collect(Collectors.joining()));
    experiment = folder.resolve("experiment.yaml");
    Files.writeString(
        experiment,
        """
        name: Plan
        models:
          - name: priced
            provider: openai
            model: gpt-4o-mini
            api_key_env: A_KEY_THAT_IS_NOT_SET
            parameters: {max_tokens: 100}
            limits: {requests_per_minute: 60}
          - name: own
            provider: openai
            model: gpt-4o-mini
            base_url: http://127.0.0.1:9/v1
        prompts: [{name: p, text: "{{question}}"}]
        dataset: {file: questions.jsonl}
        metrics: [exact_match]
        epochs: 2
        """);
  }

  private static JsonNode variant(JsonNode plan, String name) {
    return plan.path("variants")
        .valueStream()
        .filter(variant -> variant.path("variant").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhatARunWouldTakeAndSendsNothing() {
    CommandLineCall call = CommandLineCall.of("plan", experiment.toString(), "--format", "json");

    assertThat(call.exitCode()).as(call.err()).isZero();
    JsonNode plan = call.json();
    assertThat(plan.path("trials").intValue()).isEqualTo(400);
    JsonNode priced = variant(plan, "priced");
    // 36 characters and one message, 13 tokens; answers are cut at 100 tokens.
    assertThat(priced.path("input_tokens").intValue()).isEqualTo(200 * 13);
    assertThat(priced.path("output_tokens").intValue()).isEqualTo(200 * 100);
    // 0.15 and 0.60 US dollars for a million.
    assertThat(priced.path("cost_usd").stringValue()).isEqualTo("0.01239000");
    assertThat(variant(plan, "own").path("cost_usd").isNull()).isTrue();
    assertThat(variant(plan, "own").path("most_output_tokens").intValue()).isEqualTo(200 * 512);
    assertThat(plan.path("seconds").doubleValue()).isEqualTo(200);
    assertThat(plan.path("bound_by").stringValue()).startsWith("the requests per minute of");
    assertThat(plan.path("warnings").toString()).contains("A_KEY_THAT_IS_NOT_SET");
  }

  @Test
  void warnsWhereTheBudgetWillNotDoAndTakesPricesOfTheUser() throws IOException {
    Path prices = folder.resolve("prices.yaml");
    Files.writeString(
        prices,
        """
        version: mine
        prices:
          - {provider: openai, model: "gpt-*", input_per_million: 1000, output_per_million: 0}
          - {provider: openai, model: gpt-4o-mini, input_per_million: 1000000, output_per_million: 0}
        """);
    CommandLineCall call =
        CommandLineCall.with(
            Map.of(Settings.PRICES, prices.toString(), Settings.DATA_DIR, "/dev/null/nowhere"),
            "plan",
            experiment.toString(),
            "--set",
            "budget={max_cost: 5, max_tokens: 100}");

    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out())
        .contains("$2600.0000")
        .contains("unknown")
        .contains("warning: the budget of $5.0000 will stop the run before its end")
        .contains("warning: the budget of 100 tokens will stop the run before its end");
  }

  @Test
  void saysWhereAPriceFileIsWrong() throws IOException {
    Path prices = folder.resolve("prices.yaml");
    Files.writeString(
        prices,
        """
        version: mine
        prices:
          - {provider: openai, model: m, input_per_milion: 1, output_per_million: 1}
        """);
    CommandLineCall call =
        CommandLineCall.of("plan", experiment.toString(), "--prices", prices.toString());

    assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err())
        .contains("prices.yaml:3: prices[0].input_per_milion: unknown key 'input_per_milion'")
        .contains("did you mean 'input_per_million'?");
  }
}
