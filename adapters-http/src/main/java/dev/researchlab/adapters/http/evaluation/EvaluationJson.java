package dev.researchlab.adapters.http.evaluation;

import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driving.evaluation.OutcomeDraft;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Evaluations as JSON. */
public final class EvaluationJson {

  private EvaluationJson() {}

  /** Where an evaluation stands in the list of its run. */
  public static String position(TrialKey trial) {
    return Json.object()
        .put("v", trial.variant())
        .put("s", trial.sample())
        .put("e", trial.epoch())
        .toString();
  }

  /** The trial of a position. */
  public static TrialKey position(String text) {
    JsonNode node = Json.parse(text);
    return new TrialKey(
        node.path("v").stringValue(), node.path("s").stringValue(), node.path("e").intValue());
  }

  /** An evaluation with all that is known of it. */
  public static JsonNode write(Evaluation evaluation) {
    ObjectNode node = Json.object();
    node.put("id", evaluation.id().toString());
    node.put("run_id", evaluation.run().toString());
    node.put("variant", evaluation.trial().variant());
    node.put("sample_id", evaluation.trial().sample());
    node.put("epoch", evaluation.trial().epoch());
    node.put("outcome", evaluation.outcome().kind());
    node.put("output", evaluation.outcome().text().orElse(null));
    node.put("reason", evaluation.outcome().explanation().orElse(null));
    ObjectNode scores = node.putObject("scores");
    evaluation.scores().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> scores.set(entry.getKey(), write(entry.getValue())));
    TokenUsage usage = evaluation.usage();
    node.put("input_tokens", usage == null ? null : usage.inputTokens());
    node.put("output_tokens", usage == null ? null : usage.outputTokens());
    Json.putMoney(node, "cost_usd", evaluation.cost());
    Json.putSeconds(node, "latency_seconds", evaluation.latency());
    Json.putSeconds(node, "time_to_first_byte_seconds", evaluation.timeToFirstByte());
    Json.putSeconds(node, "queue_wait_seconds", evaluation.queueWait());
    ArrayNode calls = node.putArray("tool_calls");
    for (ToolCall call : evaluation.toolCalls()) {
      calls
          .addObject()
          .put("id", call.id())
          .put("name", call.name())
          .put("arguments", call.arguments());
    }
    node.put("cached", evaluation.cached());
    node.put("attempts", evaluation.attempts());
    node.put("completed_at", evaluation.completedAt().toString());
    return node;
  }

  private static ObjectNode write(Score score) {
    return switch (score) {
      case Score.Value value ->
          Json.object().put("value", value.value()).put("extracted", value.extracted());
      case Score.Unscored unscored -> Json.object().put("unscored", unscored.reason());
    };
  }

  /** An outcome that was produced elsewhere. */
  static OutcomeDraft draft(JsonInput json) {
    int epoch = json.integer("epoch", 1);
    if (epoch < 1) {
      throw json.problem("epoch", "must be 1 or more, not " + epoch);
    }
    Long input = tokens(json, "input_tokens");
    Long output = tokens(json, "output_tokens");
    return new OutcomeDraft(
        new TrialKey(
            json.text("variant", JsonInput.NAME), json.text("sample_id", JsonInput.NAME), epoch),
        outcome(json),
        usage(input, output),
        json.secondsOrNull("latency_seconds"),
        json.moneyOrNull("cost_usd"),
        json.integer("attempts", 1),
        json.objects(
            "tool_calls",
            call ->
                new ToolCall(
                    call.text("id", "", JsonInput.NAME),
                    call.text("name", JsonInput.NAME),
                    call.text("arguments", "{}", JsonInput.CONTENT))));
  }

  private static @Nullable Long tokens(JsonInput json, String name) {
    Long tokens = json.integerOrNull(name);
    if (tokens != null && tokens < 0) {
      throw json.problem(name, "must be 0 or more, not " + tokens);
    }
    return tokens;
  }

  private static @Nullable TokenUsage usage(@Nullable Long input, @Nullable Long output) {
    return input == null && output == null
        ? null
        : new TokenUsage(input == null ? 0 : input, output == null ? 0 : output);
  }

  private static EvaluationOutcome outcome(JsonInput json) {
    String kind = json.text("outcome", "answered", JsonInput.NAME);
    String reason = json.text("reason", "recorded from elsewhere", JsonInput.TEXT);
    String output = json.has("output") ? json.text("output", "", JsonInput.CONTENT) : null;
    EvaluationOutcome outcome =
        switch (kind) {
          case "answered" -> new EvaluationOutcome.Answered(said(json, output));
          case "truncated" -> new EvaluationOutcome.Truncated(said(json, output));
          case "refused" -> new EvaluationOutcome.Refused(output, reason);
          case "timed_out" -> new EvaluationOutcome.TimedOut(reason);
          case "rate_limited" -> new EvaluationOutcome.RateLimited(reason);
          case "provider_error" ->
              new EvaluationOutcome.ProviderError(reason, json.smallIntegerOrNull("status"));
          case "malformed" -> new EvaluationOutcome.Malformed(reason);
          default ->
              throw json.problem(
                  "outcome",
                  "must be answered, truncated, refused, timed_out, rate_limited, provider_error or"
                      + " malformed");
        };
    if (output != null && outcome.text().isEmpty()) {
      throw json.problem("output", "has no place in an outcome that is " + kind + "; leave it out");
    }
    return outcome;
  }

  private static String said(JsonInput json, @Nullable String output) {
    if (output == null) {
      throw json.problem("output", "is missing");
    }
    return output;
  }
}
