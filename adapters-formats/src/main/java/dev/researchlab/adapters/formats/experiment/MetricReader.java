package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.MetricDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads the items of {@code metrics}. */
record MetricReader(NamedFiles files) {

  /** Reported of every run, so that naming them asks for nothing. */
  static final Set<String> MEASURES =
      Set.of("latency", "input_tokens", "output_tokens", "tokens", "cost");

  private static final JsonMapper JSON = new JsonMapper();

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
  private static String schema(Section section, Yaml schema) {
    return schema instanceof Yaml.Scalar
        ? section.text("schema").orElseThrow()
        : JSON.writeValueAsString(json(Yaml.join(section.path(), "schema"), schema));
  }

  /** The JSON of a mapping, such as a schema. */
  static String jsonText(Section section, String key, String toAdd) {
    Yaml value = section.value(key).orElseThrow(() -> section.missing(key, toAdd));
    if (!(value instanceof Yaml.Mapping)) {
      throw section.problem(key, "expected a mapping, found " + value.shown());
    }
    return JSON.writeValueAsString(json(Yaml.join(section.path(), key), value));
  }

  static @Nullable Object json(String path, Yaml value) {
    return switch (value) {
      case Yaml.Mapping mapping -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach((key, child) -> fields.put(key, json(Yaml.join(path, key), child)));
        yield fields;
      }
      case Yaml.Items list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.items().forEach(item -> items.add(json(path + "[" + items.size() + "]", item)));
        yield items;
      }
      case Yaml.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> scalar.text();
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case NOTHING -> null;
            case INTEGER, DECIMAL ->
                Numbers.exact(scalar)
                    .orElseThrow(
                        () -> value.place().problem(path, scalar.shown() + " is no JSON number"));
          };
    };
  }
}
