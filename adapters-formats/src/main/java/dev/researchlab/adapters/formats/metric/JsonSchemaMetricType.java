package dev.researchlab.adapters.formats.metric;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.ports.driven.metric.MetricType;
import java.util.List;
import java.util.Map;

/**
 * {@code json_schema}: 1 where the answer is exactly one JSON value that is valid by a JSON Schema,
 * else 0.
 *
 * <p>Parameters: {@code schema}, the schema as JSON, of draft 2020-12 unless its {@code $schema}
 * says another; {@code extract}, what is judged: {@code whole} (the default), the whole answer, or
 * {@code fenced}, the first block fenced as {@code json} or, where there is none, the first JSON
 * object or array in the answer. References of a schema are never fetched: it holds all it needs.
 */
public final class JsonSchemaMetricType implements MetricType {

  private static final List<String> PARAMETERS = List.of("schema", "extract");

  private static final List<String> EXTRACTS = List.of("whole", "fenced");

  @Override
  public String name() {
    return "json_schema";
  }

  @Override
  public Metric create(MetricDefinition definition) {
    Map<String, String> parameters = definition.parameters();
    for (String parameter : parameters.keySet()) {
      if (!PARAMETERS.contains(parameter)) {
        throw new InvalidException(
            parameter, "json_schema has no such parameter" + didYouMean(parameter, PARAMETERS));
      }
    }
    String schema = parameters.get("schema");
    if (schema == null) {
      throw new InvalidException("schema", "is missing; json_schema needs a JSON Schema");
    }
    String extract = parameters.getOrDefault("extract", "whole");
    if (!EXTRACTS.contains(extract)) {
      throw new InvalidException(
          "extract", "cannot be '" + extract + "'" + didYouMean(extract, EXTRACTS));
    }
    return new JsonSchemaMetric(definition, JsonSchemas.schema(schema), extract.equals("fenced"));
  }

  private static String didYouMean(String name, List<String> names) {
    return NearestName.of(name, names).map(it -> "; did you mean '" + it + "'?").orElse(";")
        + " there are: "
        + String.join(", ", names);
  }
}
