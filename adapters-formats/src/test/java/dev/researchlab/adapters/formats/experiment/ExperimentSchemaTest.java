package dev.researchlab.adapters.formats.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors know of the experiment file, against what the reader knows. */
class ExperimentSchemaTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final JsonNode SCHEMA =
      MAPPER.readTree(Path.of("../schema/experiment.schema.json").toFile());

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @ParameterizedTest
  @EnumSource
  void hasTheKeysOfTheReader(Level level) {
    JsonNode described =
        level == Level.EXPERIMENT
            ? SCHEMA
            : SCHEMA.path("$defs").path(level.name().toLowerCase(Locale.ROOT));

    assertThat(described.path("properties").propertyNames())
        .containsExactlyElementsOf(level.keys());
  }

  @Test
  void isASchema() {
    Schema metaSchema = REGISTRY.getSchema(SchemaLocation.of(SCHEMA.path("$schema").stringValue()));

    assertThat(metaSchema.validate(SCHEMA)).isEmpty();
  }

  @Test
  void allowsExperimentFiles() {
    assertThat(problems(ExperimentFileTest.FULL)).isEmpty();
    assertThat(problems(ExperimentFolder.SHORT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "concurency: 1",
        "concurrency: 0",
        "backoff: 60",
        "budget: {max_price: 1}",
        "variants: [{name: v, model: m, parameters: {tools: [{description: x}]}}]",
        "variants: [{name: v, model: m, parameters: {response_schema: {name: x}}}]",
        "variants: []",
        "tags: {a: b}"
      })
  void refusesWhatTheReaderRefuses(String line) {
    assertThat(problems(ExperimentFolder.SHORT + line)).isNotEmpty();
  }

  private static List<Error> problems(String yaml) {
    String document = JsonText.of("", YamlReader.read("experiment.yaml", yaml));
    return REGISTRY.getSchema(SCHEMA).validate(MAPPER.readTree(document));
  }
}
