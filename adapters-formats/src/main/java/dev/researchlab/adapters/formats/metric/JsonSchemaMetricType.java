package dev.researchlab.adapters.formats.metric;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.ports.driven.metric.MetricType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

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

  /** Knows the schemas of schemas: json-schema.org's come with the library, no other is read. */
  private static final SchemaRegistry META_SCHEMAS = registry();

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        registry ->
            registry
                .schemaRegistryConfig(
                    SchemaRegistryConfig.builder().locale(Locale.ROOT).failFast(true).build())
                .schemaLoader(
                    loader ->
                        loader.allow(
                            iri -> iri.toString().matches("https?://json-schema\\.org/.*"))));
  }

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
    return new JsonSchemaMetric(definition, schema(schema), extract.equals("fenced"));
  }

  private static Schema schema(String text) {
    JsonNode node =
        StrictJson.whole(text).orElseThrow(() -> invalid("it is not JSON (or names a key twice)"));
    try {
      META_SCHEMAS.getSchema(SchemaLocation.of(dialect(node))).validate(node).stream()
          .findFirst()
          .ifPresent(
              error -> {
                throw invalid(error.toString());
              });
      // A registry keeps schemas by their $id, and two metrics may use the same one.
      Schema schema = registry().getSchema(node);
      schema.initializeValidators();
      // A reference from a schema to itself is found by following it.
      schema.validate(NullNode.getInstance());
      return schema;
    } catch (SchemaException e) {
      throw invalid(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      throw invalid("it refers to itself without end");
    }
  }

  private static String dialect(JsonNode schema) {
    String named =
        schema.path("$schema").stringValue(SpecificationVersion.DRAFT_2020_12.getDialectId());
    return SpecificationVersion.fromDialectId(named)
        .map(SpecificationVersion::getDialectId)
        .orElseThrow(() -> invalid("its $schema '" + named + "' is not known"));
  }

  private static String didYouMean(String name, List<String> names) {
    return NearestName.of(name, names).map(it -> "; did you mean '" + it + "'?").orElse(";")
        + " there are: "
        + String.join(", ", names);
  }

  private static InvalidException invalid(String why) {
    return new InvalidException("schema", "is not a JSON Schema: " + why.replaceAll("\\R", " "));
  }
}
