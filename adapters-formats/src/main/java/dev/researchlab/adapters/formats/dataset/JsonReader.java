package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.domain.InvalidException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Reads a text that is one JSON value. */
final class JsonReader {

  private static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100_000)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The value that the text is.
   *
   * @throws InvalidException saying why it is not exactly one value, with the column
   */
  static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new JsonReader(parser).onlyValue();
    }
  }

  private Json onlyValue() {
    try {
      parser.nextToken();
      Json value = value();
      if (parser.nextToken() != null) {
        throw malformed("there is more after the end of the value");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw malformed(
          e.getOriginalMessage().startsWith("Document nesting depth")
              ? "it is nested deeper than " + MAX_DEPTH + " levels"
              : "a text or number is too long");
    } catch (StreamReadException e) {
      throw malformed(reason(e));
    }
  }

  private Json value() {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Json.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new Json.Literal(parser.getString());
      case VALUE_NULL -> new Json.Null();
      case START_ARRAY -> {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value());
        }
        yield new Json.Items(items);
      }
      case START_OBJECT -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          if (fields.put(name, value()) != null) {
            throw malformed("two fields have the name '" + name + "'");
          }
        }
        yield new Json.Fields(fields);
      }
      case null, default -> throw malformed("there is no value");
    };
  }

  private InvalidException malformed(String reason) {
    return new InvalidException(
        "not valid JSON at column " + parser.currentLocation().getColumnNr() + ": " + reason);
  }

  /** The library's reason without what it adds for programmers. */
  private static String reason(StreamReadException e) {
    return e.getOriginalMessage()
        .replaceAll("\\s*\\(start marker at .*", "")
        .replaceAll(": enable `.*", "")
        .replaceAll("\\s+", " ");
  }
}
