package dev.researchlab.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Embeddings whose vectors depend on the text alone: equal texts, equal vectors. */
record Embeddings(String model, List<Input> inputs, int dimensions, boolean base64) {

  private static final int DEFAULT_DIMENSIONS = 1536;
  private static final int MAX_DIMENSIONS = 16_384;
  private static final int MAX_INPUTS = 2048;

  record Input(String text, int tokens) {}

  Embeddings {
    inputs = List.copyOf(inputs);
  }

  static Embeddings parse(byte[] body) throws ApiError {
    String model = null;
    List<Input> inputs = List.of();
    Integer dimensions = null;
    boolean base64 = false;
    try (JsonParser json = Json.parser(body)) {
      Json.requireObject(json);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "model" -> model = Json.text(json, name);
          case "input" -> inputs = inputs(json);
          case "dimensions" -> dimensions = Json.positive(json, name);
          case "encoding_format" -> base64 = isBase64(Json.text(json, name));
          default -> json.skipChildren();
        }
      }
      Json.requireEnd(json);
    } catch (JacksonException e) {
      throw Json.invalid(e);
    }
    if (model == null) {
      throw ApiError.invalid("You must provide a 'model'.", "model");
    }
    if (inputs.isEmpty() || inputs.size() > MAX_INPUTS) {
      throw ApiError.invalid("'input' must hold 1 to " + MAX_INPUTS + " texts.", "input");
    }
    if (dimensions != null && dimensions > MAX_DIMENSIONS) {
      throw ApiError.invalid("'dimensions' must be at most " + MAX_DIMENSIONS + ".", "dimensions");
    }
    return new Embeddings(
        model, inputs, dimensions == null ? DEFAULT_DIMENSIONS : dimensions, base64);
  }

  Reply reply() {
    int tokens = inputs.stream().mapToInt(Input::tokens).sum();
    byte[] body =
        Json.write(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("object", "list");
              json.writeArrayPropertyStart("data");
              for (int i = 0; i < inputs.size(); i++) {
                json.writeStartObject();
                json.writeStringProperty("object", "embedding");
                json.writeNumberProperty("index", i);
                float[] vector = vector(inputs.get(i).text(), dimensions);
                if (base64) {
                  json.writeStringProperty("embedding", base64(vector));
                } else {
                  json.writeArrayPropertyStart("embedding");
                  for (float value : vector) {
                    json.writeNumber(value);
                  }
                  json.writeEndArray();
                }
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeStringProperty("model", model);
              json.writeObjectPropertyStart("usage");
              json.writeNumberProperty("prompt_tokens", tokens);
              json.writeNumberProperty("total_tokens", tokens);
              json.writeEndObject();
              json.writeEndObject();
            });
    return new Reply(false, false, List.of(body), tokens, 0);
  }

  /** A unit vector; a shorter one is the start of a longer one, scaled to length 1. */
  private static float[] vector(String text, int dimensions) {
    long hash = Draws.hash(text);
    double[] draws = new double[dimensions];
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      draws[i] = 2 * Draws.unit(Draws.mix(hash + i)) - 1;
      squares += draws[i] * draws[i];
    }
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (draws[i] / Math.sqrt(squares));
    }
    return vector;
  }

  /** 32-bit floats, little-endian, as OpenAI encodes them. */
  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static boolean isBase64(String format) throws ApiError {
    return switch (format) {
      case "base64" -> true;
      case "float" -> false;
      default ->
          throw ApiError.invalid("'encoding_format' must be float or base64.", "encoding_format");
    };
  }

  /** One text, several texts, one text as token ids, or several of those. */
  private static List<Input> inputs(JsonParser json) throws ApiError {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return List.of(text(json));
    }
    List<Input> inputs = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      switch (json.currentToken()) {
        case VALUE_NUMBER_INT -> {
          // A bare list of token ids: its first number is already read.
          return List.of(tokens(json));
        }
        case START_ARRAY -> {
          json.nextToken();
          inputs.add(tokens(json));
        }
        default -> inputs.add(text(json));
      }
    }
    return inputs;
  }

  private static Input text(JsonParser json) throws ApiError {
    String text = Json.text(json, "input");
    if (text.isEmpty()) {
      throw ApiError.invalid("'input' must not be an empty string.", "input");
    }
    return new Input(text, Tokens.count(text));
  }

  private static Input tokens(JsonParser json) throws ApiError {
    StringBuilder ids = new StringBuilder();
    int count = 0;
    for (@Nullable JsonToken token = json.currentToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token != JsonToken.VALUE_NUMBER_INT) {
        throw ApiError.invalid("'input' must be text or token ids.", "input");
      }
      ids.append(json.getString()).append(' ');
      count++;
    }
    if (count == 0) {
      throw ApiError.invalid("'input' must not be an empty list of tokens.", "input");
    }
    return new Input(ids.toString(), count);
  }
}
