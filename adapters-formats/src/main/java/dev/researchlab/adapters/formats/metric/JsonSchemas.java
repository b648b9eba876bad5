package dev.researchlab.adapters.formats.metric;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.researchlab.domain.InvalidException;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** JSON Schemas, of draft 2020-12 unless they say another; their references are never fetched. */
public final class JsonSchemas {

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

  private JsonSchemas() {}

  /**
   * Refuses a text that is no JSON Schema.
   *
   * @throws InvalidException saying why it is none
   */
  public static void requireSchema(String text) {
    schema(text);
  }

  static Schema schema(String text) {
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

  private static InvalidException invalid(String why) {
    return new InvalidException("schema", "is not a JSON Schema: " + why.replaceAll("\\R", " "));
  }
}
