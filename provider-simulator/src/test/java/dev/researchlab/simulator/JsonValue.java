package dev.researchlab.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads JSON into maps, lists, strings, numbers and booleans. */
final class JsonValue {

  private JsonValue() {}

  static @Nullable Object parse(String json) {
    try (JsonParser parser = Json.parser(json)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one value in " + json);
      }
      return value;
    }
  }

  /** The member at a dotted path such as {@code choices.0.message.content}. */
  static @Nullable Object at(String json, String path) {
    Object value = parse(json);
    for (String step : path.split("\\.", -1)) {
      value =
          switch (value) {
            case Map<?, ?> map when map.containsKey(step) -> map.get(step);
            case List<?> list -> list.get(Integer.parseInt(step));
            case null, default -> throw new AssertionError("no " + path + " in " + json);
          };
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getValueAsLong();
      case VALUE_NUMBER_FLOAT -> parser.getValueAsDouble();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new AssertionError("unexpected " + parser.currentToken());
    };
  }
}
