package dev.researchlab.adapters.formats.run;

import dev.researchlab.adapters.formats.evaluation.ToolCallsJson;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.domain.prompt.PromptPart;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Writes a run's manifest as one JSON object; credentials appear by their variable's name only. */
public final class RunManifestJson {

  private RunManifestJson() {}

  /** Writes the object; the generator stays open. */
  public static void write(JsonGenerator json, Run run) {
    RunManifest manifest = run.manifest();
    json.writeStartObject();
    json.writeStringProperty("run_id", run.id().toString());
    json.writeNumberProperty("run_number", run.number());
    json.writeStringProperty("experiment", manifest.experimentName());
    json.writeStringProperty("manifest_sha256", manifest.hash().hex());
    if (manifest.rescoreOf() != null) {
      json.writeStringProperty("rescore_of", manifest.rescoreOf().toString());
    }
    json.writeStringProperty("lab_version", manifest.labVersion());
    json.writeStringProperty("created_at", run.createdAt().toString());
    json.writeObjectPropertyStart("dataset");
    json.writeStringProperty("name", manifest.datasetName());
    json.writeStringProperty("sha256", manifest.datasetHash().hex());
    json.writeNumberProperty("samples", manifest.samples());
    json.writeEndObject();
    json.writeArrayPropertyStart("variants");
    manifest.variants().forEach(variant -> write(json, variant));
    json.writeEndArray();
    json.writeArrayPropertyStart("metrics");
    manifest.metrics().forEach(metric -> write(json, metric));
    json.writeEndArray();
    json.writeNumberProperty("epochs", manifest.epochs());
    json.writeNumberProperty("seed", manifest.seed());
    json.writeStringProperty("baseline", manifest.baselineVariant().name());
    json.writeNumberProperty("significance_level", manifest.significanceLevel());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FrozenVariant variant) {
    ModelSpecification model = variant.model();
    json.writeStartObject();
    json.writeStringProperty("name", variant.name());
    json.writeObjectPropertyStart("model");
    json.writeStringProperty("name", variant.modelName());
    json.writeStringProperty("provider", model.provider());
    json.writeStringProperty("model", model.modelIdentifier());
    if (model.endpoint() != null) {
      json.writeStringProperty("base_url", model.endpoint().toString());
    }
    if (model.credentialVariable() != null) {
      json.writeStringProperty("api_key_env", model.credentialVariable());
    }
    TokenPrice price = model.price();
    if (price != null) {
      json.writeObjectPropertyStart("price");
      json.writeStringProperty("input_per_million", price.inputPerMillion().toPlainString());
      json.writeStringProperty("output_per_million", price.outputPerMillion().toPlainString());
      json.writeEndObject();
    }
    writeTexts(json, "options", model.options());
    json.writeEndObject();
    json.writeObjectPropertyStart("prompt");
    json.writeStringProperty("name", variant.promptName());
    json.writeNumberProperty("version", variant.promptVersion());
    json.writeStringProperty("sha256", variant.prompt().hash().hex());
    json.writeArrayPropertyStart("messages");
    variant.prompt().parts().forEach(part -> write(json, part));
    json.writeEndArray();
    json.writeEndObject();
    write(json, variant.parameters());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, PromptPart part) {
    json.writeStartObject();
    switch (part) {
      case PromptPart.Message(ChatMessage message) -> write(json, message);
      case PromptPart.SampleMessages() -> json.writeStringProperty("placeholder", "messages");
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ChatMessage message) {
    json.writeStringProperty("role", message.role().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("content", message.content());
    if (!message.images().isEmpty()) {
      writeTexts(json, "images", message.images());
    }
    if (!message.toolCalls().isEmpty()) {
      json.writeName("tool_calls");
      ToolCallsJson.write(json, message.toolCalls());
    }
    if (message.toolCallId() != null) {
      json.writeStringProperty("tool_call_id", message.toolCallId());
    }
  }

  private static void write(JsonGenerator json, GenerationParameters parameters) {
    json.writeObjectPropertyStart("parameters");
    if (parameters.temperature() != null) {
      json.writeNumberProperty("temperature", parameters.temperature());
    }
    if (parameters.topP() != null) {
      json.writeNumberProperty("top_p", parameters.topP());
    }
    if (parameters.maxOutputTokens() != null) {
      json.writeNumberProperty("max_tokens", parameters.maxOutputTokens());
    }
    if (!parameters.stop().isEmpty()) {
      writeTexts(json, "stop", parameters.stop());
    }
    if (parameters.seed() != null) {
      json.writeNumberProperty("seed", parameters.seed());
    }
    if (!parameters.tools().isEmpty()) {
      json.writeArrayPropertyStart("tools");
      parameters.tools().forEach(tool -> write(json, tool));
      json.writeEndArray();
    }
    ResponseSchema schema = parameters.responseSchema();
    if (schema != null) {
      json.writeObjectPropertyStart("response_schema");
      json.writeStringProperty("name", schema.name());
      json.writeStringProperty("schema", schema.schema());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** The schema as a text: so it was hashed. */
  private static void write(JsonGenerator json, ToolDefinition tool) {
    json.writeStartObject();
    json.writeStringProperty("name", tool.name());
    json.writeStringProperty("description", tool.description());
    json.writeStringProperty("parameters", tool.parameters());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FrozenMetric metric) {
    json.writeStartObject();
    json.writeStringProperty("name", metric.definition().name());
    json.writeStringProperty("type", metric.definition().type());
    json.writeNumberProperty("version", metric.version());
    writeTexts(json, "parameters", metric.definition().parameters());
    if (metric.definition().reducer() != null) {
      json.writeStringProperty("reducer", metric.definition().reducer().toString());
    }
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void writeTexts(JsonGenerator json, String name, Map<String, String> texts) {
    json.writeObjectPropertyStart(name);
    new TreeMap<>(texts).forEach(json::writeStringProperty);
    json.writeEndObject();
  }
}
