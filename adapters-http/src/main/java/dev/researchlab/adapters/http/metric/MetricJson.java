package dev.researchlab.adapters.http.metric;

import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.MetricDefinition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Metrics as JSON. */
public final class MetricJson {

  private MetricJson() {}

  /** A name alone, or an object. */
  public static MetricDefinition read(String path, JsonNode value) {
    JsonInput json =
        new JsonInput(path, value.isString() ? Json.object().set("type", value) : value);
    String type = json.text("type", JsonInput.NAME);
    String name = json.textOrNull("name", JsonInput.NAME);
    String reducer = json.textOrNull("reducer", JsonInput.NAME);
    var parameters = json.textsByName("parameters", JsonInput.CONTENT);
    json.done();
    return json.make(
        () ->
            new MetricDefinition(
                name == null ? type : name,
                type,
                parameters,
                reducer == null ? null : EpochReducer.parse(reducer)));
  }

  /** A metric with all that it has. */
  public static JsonNode write(MetricDefinition metric) {
    ObjectNode node = Json.object();
    node.put("name", metric.name()).put("type", metric.type());
    Json.putTexts(node, "parameters", metric.parameters());
    node.put("reducer", metric.epochReducer().toString());
    return node;
  }
}
