package dev.researchlab.adapters.formats.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

class EvaluationJsonTest {

  private static final UUID ID = UUID.fromString("01a20898-7faf-7467-831f-3b8e4378f3dd");

  private static String written(Evaluation evaluation) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonMapper.builder().build().createGenerator(text)) {
      EvaluationJson.write(json, evaluation);
    }
    return text.toString();
  }

  @Test
  void writesAnAnswerWithEverythingThatIsKnownOfIt() {
    Evaluation evaluation =
        new Evaluation(
            new EvaluationId(ID),
            ProjectId.DEFAULT,
            new RunId(ID),
            new TrialKey("a", "q\u2028\"1\"", 2),
            new EvaluationOutcome.Answered("42 \ud83d\ude00\n"),
            Map.of(
                "second", new Score.Unscored("no expected answer"),
                "first", new Score.Value(1, "42")),
            new TokenUsage(12, 3),
            Duration.ofMillis(1_250),
            new BigDecimal("0.00000123"),
            4,
            Instant.parse("2026-11-23T12:00:00Z"),
            Duration.ofMillis(250),
            Duration.ofMillis(3_125),
            List.of(new ToolCall("call_1", "weather", "{\"city\": ")),
            false);

    assertThat(JsonMapper.builder().build().readTree(written(evaluation)))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"id":"01a20898-7faf-7467-831f-3b8e4378f3dd",
                     "run_id":"01a20898-7faf-7467-831f-3b8e4378f3dd",
                     "variant":"a","sample_id":"q\\u2028\\"1\\"","epoch":2,
                     "outcome":"answered","output":"42 \\ud83d\\ude00\\n","reason":null,
                     "scores":{"first":{"value":1.0,"extracted":"42"},
                               "second":{"unscored":"no expected answer"}},
                     "input_tokens":12,"output_tokens":3,"latency_seconds":1.25,
                     "time_to_first_byte_seconds":0.25,"queue_wait_seconds":3.125,
                     "cost_usd":"0.00000123",
                     "tool_calls":[
                       {"id":"call_1","name":"weather","arguments":"{\\"city\\": "}],
                     "attempts":4,"cached":false,
                     "completed_at":"2026-11-23T12:00:00Z"}
                    """));
  }

  @Test
  void saysWhyThereIsNoAnswerAndLeavesOutWhatWasNotMeasured() {
    Evaluation evaluation =
        new Evaluation(
            new EvaluationId(ID),
            ProjectId.DEFAULT,
            new RunId(ID),
            new TrialKey("a", "q", 1),
            new EvaluationOutcome.TimedOut("no answer in 5 s"),
            Map.of(),
            null,
            null,
            null,
            8,
            Instant.EPOCH,
            null,
            null,
            List.of(),
            true);

    assertThat(written(evaluation))
        .contains("\"outcome\":\"timed_out\",\"output\":null,\"reason\":\"no answer in 5 s\"")
        .contains("\"scores\":{}")
        .contains("\"attempts\":8,\"cached\":true,")
        .doesNotContain("latency", "time_to_first_byte", "queue_wait", "tokens", "cost")
        .doesNotContain("tool_calls", "\n");
  }
}
