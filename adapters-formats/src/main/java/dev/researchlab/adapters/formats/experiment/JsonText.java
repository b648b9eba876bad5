package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.InvalidException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * JSON in one form, whether it was written as YAML or as JSON: without spaces, numbers as plain
 * decimals without zeros at their end. Keys keep their order, as models answer in that of a schema.
 */
final class JsonText {

  /** Further zeros are no number that anybody writes out. */
  private static final int MAX_ZEROS = 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(
              new SimpleModule()
                  .addSerializer(
                      BigDecimal.class,
                      new ValueSerializer<>() {
                        @Override
                        public void serialize(
                            BigDecimal number, JsonGenerator json, SerializationContext context) {
                          json.writeNumber(plain(number));
                        }
                      }))
          .build();

  private JsonText() {}

  /** The JSON of a text. */
  static String of(String text) {
    return JSON.writeValueAsString(JSON.readValue(text, Object.class));
  }

  /**
   * The JSON of the same meaning; a text alone is JSON already.
   *
   * @throws InvalidException if it is a text and no JSON
   */
  static String of(String path, Yaml value) {
    if (value instanceof Yaml.Scalar scalar) {
      try {
        return of(scalar.text());
      } catch (JacksonException e) {
        throw value.place().problem(path, "expected a mapping or JSON, found " + value.shown());
      }
    }
    return JSON.writeValueAsString(json(path, value));
  }

  private static @Nullable Object json(String path, Yaml value) {
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

  private static String plain(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    return Math.abs((long) shortest.scale()) <= MAX_ZEROS
        ? shortest.toPlainString()
        : shortest.toString();
  }
}
