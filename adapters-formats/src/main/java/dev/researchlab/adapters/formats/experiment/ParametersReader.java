package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.metric.JsonSchemas;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.ToolDefinition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code parameters} of models and variants. */
record ParametersReader(NamedFiles files) {

  /** What providers take for the name of a tool or a schema. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

  GenerationParameters parameters(Section parent) {
    Section section = parent.section("parameters", Level.PARAMETERS);
    @Nullable Double temperature = section.decimal("temperature").orElse(null);
    @Nullable Double topP = section.decimal("top_p").orElse(null);
    @Nullable Integer maxTokens = section.smallWholeNumber("max_tokens").orElse(null);
    List<String> stop = section.texts("stop");
    @Nullable Long seed = section.wholeNumber("seed").orElse(null);
    List<ToolDefinition> tools = tools(section);
    @Nullable ResponseSchema response =
        section.value("response_schema").isPresent()
            ? response(section.section("response_schema", Level.RESPONSE_SCHEMA))
            : null;
    return section.make(
        () -> new GenerationParameters(temperature, topP, maxTokens, stop, seed, tools, response));
  }

  private List<ToolDefinition> tools(Section section) {
    List<ToolDefinition> tools = section.items("tools", this::tool);
    List<String> names = tools.stream().map(ToolDefinition::name).toList();
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) < i) {
        throw section.problem(
            "tools", "two tools have the name '" + names.get(i) + "'; give one another");
      }
    }
    return tools;
  }

  private ToolDefinition tool(String path, Yaml value) {
    Section section = Section.of(path, value, Level.TOOL);
    String name = name(section, section.requiredName("name", "a name for the tool"));
    return new ToolDefinition(
        name,
        section.text("description").orElse(""),
        schema(section, "parameters").orElse(NO_ARGUMENTS));
  }

  private ResponseSchema response(Section section) {
    String name = name(section, section.name("name").orElse("answer"));
    return new ResponseSchema(
        name,
        schema(section, "schema")
            .orElseThrow(() -> section.missing("schema", "a JSON Schema, or 'schema_file'")));
  }

  private static String name(Section section, String name) {
    if (!NAME.matcher(name).matches()) {
      throw section.problem(
          "name", "must have 1 to 64 letters, digits, _ or -, not '" + name + "'");
    }
    return name;
  }

  /** The schema of an object at that key, or in the file that the key with {@code _file} names. */
  private Optional<String> schema(Section section, String key) {
    String fileKey = key + "_file";
    Optional<String> file = section.name(fileKey);
    if (file.isPresent() && section.value(key).isPresent()) {
      throw section.problem(fileKey, "stands beside '" + key + "'; keep one of them");
    }
    Optional<String> schema =
        file.isPresent()
            ? file.map(name -> files.json(section, fileKey, name))
            : section.value(key).map(value -> JsonText.of(Yaml.join(section.path(), key), value));
    schema.ifPresent(it -> requireSchema(section, file.isPresent() ? fileKey : key, it));
    return schema;
  }

  private static void requireSchema(Section section, String key, String schema) {
    if (!schema.startsWith("{")) {
      throw section.problem(key, "expected a JSON Schema, which is a mapping");
    }
    try {
      JsonSchemas.requireSchema(schema);
    } catch (InvalidException e) {
      throw section.problem(key, e.problem());
    }
  }
}
