package dev.researchlab.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** JSON as streams of tokens. */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static JsonParser parser(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  static JsonParser parser(String json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  static byte[] write(Consumer<JsonGenerator> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      content.accept(generator);
    }
    return out.toByteArray();
  }

  /** Moves to the start of the object that a request body must be. */
  static void requireObject(JsonParser parser) throws ApiError {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw ApiError.invalid("The request body must be a JSON object.", null);
    }
  }

  static void requireEnd(JsonParser parser) throws ApiError {
    if (parser.nextToken() != null) {
      throw ApiError.invalid("The request body goes on after its JSON object.", null);
    }
  }

  static ApiError invalid(JacksonException e) {
    return ApiError.invalid(
        "The request body is not valid JSON: " + e.getOriginalMessage() + position(e), null);
  }

  static String position(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  /** The string at the parser. */
  static String text(JsonParser parser, String name) throws ApiError {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw ApiError.invalid("'" + name + "' must be a string.", name);
    }
    return wellFormed(parser.getString());
  }

  /** The boolean at the parser; null counts as false. */
  static boolean flag(JsonParser parser, String name) throws ApiError {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw ApiError.invalid("'" + name + "' must be true or false.", name);
    };
  }

  /** The integer of at least 1 at the parser, or null for null. */
  static @Nullable Integer positive(JsonParser parser, String name) throws ApiError {
    return integer(parser, name, 1);
  }

  /** The integer of at least that at the parser, or null for null. */
  static @Nullable Integer integer(JsonParser parser, String name, int least) throws ApiError {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= 10) {
      long value = parser.getLongValue();
      if (value >= least && value <= Integer.MAX_VALUE) {
        return (int) value;
      }
    }
    throw ApiError.invalid("'" + name + "' must be an integer of at least " + least + ".", name);
  }

  /** Whether the value at the parser is an array that holds something; it is read to its end. */
  static boolean isFilledArray(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return false;
    }
    boolean filled = false;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parser.skipChildren();
      filled = true;
    }
    return filled;
  }

  /** The text with lone surrogates, which JSON can escape and UTF-8 cannot hold, replaced. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return text;
  }
}
