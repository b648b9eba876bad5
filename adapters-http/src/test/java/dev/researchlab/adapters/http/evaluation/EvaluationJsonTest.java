package dev.researchlab.adapters.http.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.adapters.http.Mutations;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driving.evaluation.OutcomeDraft;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationJsonTest {

  private static final String FULL =
      """
      {"variant": "a", "sample_id": "q1", "epoch": 2, "outcome": "answered", "output": "4",
       "input_tokens": 10, "output_tokens": 2, "latency_seconds": 0.25, "cost_usd": "0.001",
       "attempts": 3, "tool_calls": [{"id": "c", "name": "clock", "arguments": "{}"}]}
      """;

  private static OutcomeDraft read(String text) {
    JsonInput json = new JsonInput("", Json.parse(text));
    OutcomeDraft draft = json.make(() -> EvaluationJson.draft(json));
    json.done();
    return draft;
  }

  @Test
  void readsAnOutcomeWithAllThatIsKnownOfIt() {
    OutcomeDraft draft = read(FULL);
    assertThat(draft.trial()).isEqualTo(new TrialKey("a", "q1", 2));
    assertThat(draft.outcome()).isEqualTo(new EvaluationOutcome.Answered("4"));
    assertThat(draft.usage()).isEqualTo(new TokenUsage(10, 2));
    assertThat(draft.latency()).isEqualTo(Duration.ofMillis(250));
    assertThat(draft.cost()).isEqualTo(new BigDecimal("0.001"));
    assertThat(draft.attempts()).isEqualTo(3);
    assertThat(draft.toolCalls()).hasSize(1);
  }

  @Test
  void refusesWhateverIsWrongByAProblemWithItsPath() {
    assertThat(Mutations.failures(FULL, EvaluationJson::draft)).isEmpty();
    for (String kind : new String[] {"refused", "timed_out", "malformed"}) {
      String text =
          "{\"variant\": \"a\", \"sample_id\": \"q1\", \"outcome\": \"%s\", \"reason\": \"r\"}"
              .formatted(kind);
      assertThat(Mutations.failures(text, EvaluationJson::draft)).isEmpty();
    }
    String failed =
        """
        {"variant": "a", "sample_id": "q1", "outcome": "provider_error", "reason": "r", "status": 500}
        """;
    assertThat(Mutations.failures(failed, EvaluationJson::draft)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "epoch, 0",
    "input_tokens, -1",
    "output_tokens, -1",
    "latency_seconds, -1",
    "cost_usd, -1",
    "cost_usd, 1e20",
  })
  void refusesCountsAndAmountsThatCannotBe(String key, String value) {
    String text =
        FULL.replaceAll("\"" + key + "\": (\"[^\"]*\"|[0-9.]+)", "\"" + key + "\": " + value);
    assertThatThrownBy(() -> read(text)).hasMessageStartingWith(key + ": must be ");
  }

  @Test
  void refusesTheTextOfAnOutcomeThatHasNone() {
    assertThatThrownBy(() -> read(FULL.replace("answered", "timed_out")))
        .hasMessageStartingWith("output: ");
    assertThatThrownBy(() -> read(FULL.replace("\"output\": \"4\",", "")))
        .hasMessage("output: is missing");
  }

  @Test
  void readsThePositionThatItWrites() {
    TrialKey trial = new TrialKey("a \"b\"", "q\n1", 3);
    assertThat(EvaluationJson.position(EvaluationJson.position(trial))).isEqualTo(trial);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{}",
        "[]",
        "{\"v\":1,\"s\":\"q\",\"e\":1}",
        "{\"v\":\"a\",\"s\":\"q\",\"e\":0}",
        "{\"v\":\"a\",\"s\":\"q\",\"e\":1e99}"
      })
  void refusesATextThatIsNoPosition(String text) {
    assertThatThrownBy(() -> EvaluationJson.position(text))
        .isInstanceOfAny(IllegalArgumentException.class, tools.jackson.core.JacksonException.class);
  }
}
