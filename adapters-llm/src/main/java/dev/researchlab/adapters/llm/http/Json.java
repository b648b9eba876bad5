package dev.researchlab.adapters.llm.http;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** How JSON is read and written here. */
public final class Json {

  /** The longest body that is read; an answer may be nearly all of it. */
  static final int MAX_BODY = 32 * 1024 * 1024;

  private static final int USUAL_REQUEST = 1024;

  // A pool shared by all threads: one per virtual thread would never be used twice.
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_BODY).build())
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .build();

  private Json() {}

  /** The body of a request: an object of these properties, in UTF-8. */
  public static byte[] object(Consumer<JsonGenerator> properties) {
    var body = new ByteArrayOutputStream(USUAL_REQUEST);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), body)) {
      json.writeStartObject();
      properties.accept(json);
      json.writeEndObject();
    }
    return body.toByteArray();
  }

  /**
   * Writes JSON that somebody else wrote, as the value of a property.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON
   */
  public static void writeJson(JsonGenerator json, String property, String value) {
    json.writeName(property);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), value)) {
      parser.nextToken();
      json.copyCurrentStructureExact(parser);
    }
  }

  /** The text or null that the parser stands at, of a field of that name. */
  public static @Nullable String text(JsonParser json, String field)
      throws MalformedAnswerException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getString();
      case VALUE_NULL -> null;
      case null, default ->
          throw new MalformedAnswerException("one whose " + field + " is no text");
    };
  }

  /** The JSON of the value that the parser stands at. */
  public static String copy(JsonParser json) {
    var copy = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), copy)) {
      generator.copyCurrentStructureExact(json);
    }
    return copy.toString();
  }

  /** The count that the parser stands at; one that makes no sense is as good as none: -1. */
  public static long count(JsonParser json) {
    json.skipChildren();
    boolean whole =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    return whole ? json.getLongValue() : -1;
  }
}
