package dev.researchlab.adapters.http.model;

import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.ToolDefinition;
import tools.jackson.databind.node.ObjectNode;

/** How a model samples, as JSON. */
public final class ParametersJson {

  private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

  private ParametersJson() {}

  /** Reads the object of that name; everything is the provider's where there is none. */
  public static GenerationParameters read(JsonInput parent, String name) {
    GenerationParameters parameters = parent.objectOrNull(name, ParametersJson::parameters);
    return parameters == null ? GenerationParameters.PROVIDER_DEFAULTS : parameters;
  }

  private static GenerationParameters parameters(JsonInput json) {
    return new GenerationParameters(
        json.numberOrNull("temperature"),
        json.numberOrNull("top_p"),
        json.smallIntegerOrNull("max_tokens"),
        json.anyTexts("stop", JsonInput.NAME),
        json.integerOrNull("seed"),
        json.objects("tools", ParametersJson::tool),
        json.objectOrNull("response_schema", ParametersJson::schema));
  }

  private static ToolDefinition tool(JsonInput json) {
    String parameters = json.jsonOrNull("parameters");
    return new ToolDefinition(
        json.text("name", 64),
        json.text("description", "", JsonInput.TEXT),
        parameters == null ? NO_ARGUMENTS : parameters);
  }

  private static ResponseSchema schema(JsonInput json) {
    String name = json.textOrNull("name", 64);
    String schema = json.jsonOrNull("schema");
    if (schema == null) {
      throw json.problem("schema", "is missing");
    }
    return new ResponseSchema(name == null ? "answer" : name, schema);
  }

  /** Writes what is not left to the provider. */
  public static ObjectNode write(GenerationParameters parameters) {
    ObjectNode node = Json.object();
    if (parameters.temperature() != null) {
      node.put("temperature", parameters.temperature());
    }
    if (parameters.topP() != null) {
      node.put("top_p", parameters.topP());
    }
    if (parameters.maxOutputTokens() != null) {
      node.put("max_tokens", parameters.maxOutputTokens());
    }
    if (!parameters.stop().isEmpty()) {
      var stop = node.putArray("stop");
      parameters.stop().forEach(stop::add);
    }
    if (parameters.seed() != null) {
      node.put("seed", parameters.seed());
    }
    if (!parameters.tools().isEmpty()) {
      var tools = node.putArray("tools");
      for (ToolDefinition tool : parameters.tools()) {
        tools
            .addObject()
            .put("name", tool.name())
            .put("description", tool.description())
            .set("parameters", Json.parse(tool.parameters()));
      }
    }
    ResponseSchema schema = parameters.responseSchema();
    if (schema != null) {
      node.putObject("response_schema")
          .put("name", schema.name())
          .set("schema", Json.parse(schema.schema()));
    }
    return node;
  }
}
