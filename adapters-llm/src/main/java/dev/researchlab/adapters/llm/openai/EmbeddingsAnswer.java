package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.http.Answer;
import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.adapters.llm.http.MalformedAnswerException;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.ports.driven.model.EmbeddingResult.Embeddings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What is read of the answer to a request for embeddings. */
final class EmbeddingsAnswer {

  private static final int USUAL_LENGTH = 1536;

  private final float[] @Nullable [] vectors;
  private long promptTokens = -1;

  private EmbeddingsAnswer(int texts) {
    vectors = new float[texts][];
  }

  /** The vectors of so many texts. */
  static Embeddings read(Answer answer, int texts) throws IOException, MalformedAnswerException {
    var read = new EmbeddingsAnswer(texts);
    try (JsonParser json = answer.json()) {
      read.read(json);
    }
    return new Embeddings(
        read.vectors(),
        read.promptTokens < 0 ? null : new TokenUsage(read.promptTokens, 0),
        answer.latency(),
        answer.quotas());
  }

  private List<float[]> vectors() throws MalformedAnswerException {
    int length = -1;
    for (float[] vector : vectors) {
      if (vector == null) {
        throw new MalformedAnswerException("one without a vector of each text");
      }
      length = length < 0 ? vector.length : length;
      if (vector.length == 0 || vector.length != length) {
        throw new MalformedAnswerException("one with vectors of different or no length");
      }
    }
    return List.of(vectors);
  }

  private void read(JsonParser json) throws MalformedAnswerException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedAnswerException("not a JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("data") && value == JsonToken.START_ARRAY) {
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
          readEmbedding(json, i);
        }
      } else if (name.equals("usage") && value == JsonToken.START_OBJECT) {
        readUsage(json);
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new MalformedAnswerException("followed by text after the JSON object");
    }
  }

  private void readEmbedding(JsonParser json, int position) throws MalformedAnswerException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedAnswerException("one with an embedding that is no object");
    }
    long index = position;
    float @Nullable [] vector = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("index")) {
        index = Json.count(json);
      } else if (name.equals("embedding") && value == JsonToken.START_ARRAY) {
        vector = readVector(json);
      } else {
        json.skipChildren();
      }
    }
    if (index < 0 || index >= vectors.length || vectors[(int) index] != null) {
      throw new MalformedAnswerException("one with an embedding of a wrong index");
    }
    vectors[(int) index] = vector;
  }

  private static float[] readVector(JsonParser json) throws MalformedAnswerException {
    float[] vector = new float[USUAL_LENGTH];
    int length = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (!json.currentToken().isNumeric() || !Float.isFinite(json.getFloatValue())) {
        throw new MalformedAnswerException("one with a vector that has more than numbers");
      }
      if (length == vector.length) {
        vector = Arrays.copyOf(vector, 2 * length);
      }
      vector[length++] = json.getFloatValue();
    }
    return Arrays.copyOf(vector, length);
  }

  private void readUsage(JsonParser json) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("prompt_tokens")) {
        promptTokens = Json.count(json);
      } else {
        json.skipChildren();
      }
    }
  }
}
