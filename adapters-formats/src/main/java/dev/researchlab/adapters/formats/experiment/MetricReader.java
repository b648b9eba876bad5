package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.MetricDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads the items of {@code metrics}.
 *
 * @param responseSchemas those that variants ask their answers to have
 */
record MetricReader(NamedFiles files, Set<String> responseSchemas) {

  /** Reported of every run, so that naming them asks for nothing. */
  static final Set<String> MEASURES =
      Set.of("latency", "input_tokens", "output_tokens", "tokens", "cost");

  MetricDefinition metric(String path, Yaml value) {
    if (value instanceof Yaml.Scalar scalar && !scalar.text().isBlank()) {
      return MetricDefinition.of(scalar.text());
    }
    Section section = Section.of(path, value);
    String type = section.requiredName("type", "the kind of metric");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String key : section.keysBeside(Level.METRIC)) {
      parameters.put(key, section.text(key).orElseThrow());
    }
    section.value("schema").ifPresent(schema -> parameters.put("schema", schema(section, schema)));
    section
        .name("schema_file")
        .ifPresent(name -> parameters.put("schema", files.text(section, "schema_file", name)));
    if (section.value("schema").isPresent() && section.value("schema_file").isPresent()) {
      throw section.problem("schema_file", "stands beside 'schema'; keep one of them");
    }
    EpochReducer reducer =
        section
            .name("reducer")
            .map(text -> section.make(() -> EpochReducer.parse(text)))
            .orElse(null);
    return new MetricDefinition(section.name("name").orElse(type), type, parameters, reducer);
  }

  /** A schema written as YAML is the JSON of the same meaning; a text is JSON already. */
  private String schema(Section section, Yaml schema) {
    if (!(schema instanceof Yaml.Scalar)) {
      return JsonText.of(Yaml.join(section.path(), "schema"), schema);
    }
    String text = section.text("schema").orElseThrow();
    if (!text.equals("response_schema")) {
      return text;
    }
    return switch (responseSchemas.size()) {
      case 0 ->
          throw section.problem(
              "schema", "no variant has parameters.response_schema; write the schema here");
      case 1 -> responseSchemas.iterator().next();
      default ->
          throw section.problem(
              "schema", "the variants have different response schemas; write the schema here");
    };
  }
}
