package dev.researchlab.adapters.formats.evaluation;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes an evaluation as one JSON object, in snake_case, money as decimal text. */
public final class EvaluationJson {

  private EvaluationJson() {}

  /** Writes the object; the generator stays open. */
  public static void write(JsonGenerator json, Evaluation evaluation) {
    json.writeStartObject();
    json.writeStringProperty("id", evaluation.id().toString());
    json.writeStringProperty("run_id", evaluation.run().toString());
    json.writeStringProperty("variant", evaluation.trial().variant());
    json.writeStringProperty("sample_id", evaluation.trial().sample());
    json.writeNumberProperty("epoch", evaluation.trial().epoch());
    json.writeStringProperty("outcome", evaluation.outcome().kind());
    json.writeStringProperty("output", evaluation.outcome().text().orElse(null));
    json.writeStringProperty("reason", evaluation.outcome().explanation().orElse(null));
    json.writeObjectPropertyStart("scores");
    for (Map.Entry<String, Score> entry : new TreeMap<>(evaluation.scores()).entrySet()) {
      json.writeObjectPropertyStart(entry.getKey());
      switch (entry.getValue()) {
        case Score.Value score -> {
          json.writeNumberProperty("value", score.value());
          if (score.extracted() != null) {
            json.writeStringProperty("extracted", score.extracted());
          }
        }
        case Score.Unscored unscored -> json.writeStringProperty("unscored", unscored.reason());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    TokenUsage usage = evaluation.usage();
    if (usage != null) {
      json.writeNumberProperty("input_tokens", usage.inputTokens());
      json.writeNumberProperty("output_tokens", usage.outputTokens());
    }
    writeSeconds(json, "latency_seconds", evaluation.latency());
    writeSeconds(json, "time_to_first_byte_seconds", evaluation.timeToFirstByte());
    writeSeconds(json, "queue_wait_seconds", evaluation.queueWait());
    if (evaluation.cost() != null) {
      json.writeStringProperty("cost_usd", evaluation.cost().toPlainString());
    }
    if (!evaluation.toolCalls().isEmpty()) {
      json.writeName("tool_calls");
      ToolCallsJson.write(json, evaluation.toolCalls());
    }
    json.writeNumberProperty("attempts", evaluation.attempts());
    json.writeBooleanProperty("cached", evaluation.cached());
    json.writeStringProperty("completed_at", evaluation.completedAt().toString());
    json.writeEndObject();
  }

  private static void writeSeconds(JsonGenerator json, String name, @Nullable Duration time) {
    if (time != null) {
      json.writeNumberProperty(name, time.toNanos() / 1e9);
    }
  }
}
