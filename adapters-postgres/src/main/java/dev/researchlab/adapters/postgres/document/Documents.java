package dev.researchlab.adapters.postgres.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.prompt.PromptContent;
import java.math.BigDecimal;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes records of the domain as JSON and reads them back: components by their names in snake
 * case, what is null left out, amounts of money as texts so that no digit is lost, and every text
 * in the form that the database keeps.
 */
public final class Documents {

  /** Texts and keys of any length come back; the limits are for input of strangers. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final JsonMapper JSON =
      JsonMapper.builder(FACTORY)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(String.class, new TextWriter())
                  .addDeserializer(String.class, new TextReader())
                  .addKeySerializer(String.class, new KeyWriter())
                  .addKeyDeserializer(String.class, new KeyReader())
                  .addSerializer(BigDecimal.class, new AmountWriter())
                  .addSerializer(PromptContent.class, new PromptWriter())
                  .addDeserializer(PromptContent.class, new PromptReader()))
          .build();

  private Documents() {}

  /** The document of a record. */
  public static String write(Object document) {
    return JSON.writeValueAsString(document);
  }

  /** The record of a document. */
  public static <T> T read(String document, Class<T> type) {
    return JSON.readValue(document, type);
  }

  private static final class TextWriter extends ValueSerializer<String> {
    @Override
    public void serialize(String text, JsonGenerator json, SerializationContext context) {
      json.writeString(WellFormedText.encode(text));
    }
  }

  private static final class TextReader extends ValueDeserializer<String> {
    @Override
    public String deserialize(JsonParser json, DeserializationContext context) {
      return WellFormedText.decode(json.getString());
    }
  }

  private static final class KeyWriter extends ValueSerializer<String> {
    @Override
    public void serialize(String key, JsonGenerator json, SerializationContext context) {
      json.writeName(WellFormedText.encode(key));
    }
  }

  private static final class KeyReader extends KeyDeserializer {
    @Override
    public String deserializeKey(String key, DeserializationContext context) {
      return WellFormedText.decode(key);
    }
  }

  private static final class AmountWriter extends ValueSerializer<BigDecimal> {
    @Override
    public void serialize(BigDecimal amount, JsonGenerator json, SerializationContext context) {
      json.writeString(amount.toString());
    }
  }

  private static final class PromptWriter extends ValueSerializer<PromptContent> {
    @Override
    public void serialize(PromptContent prompt, JsonGenerator json, SerializationContext context) {
      context.writeValue(json, prompt.parts().stream().map(StoredPart::of).toList());
    }
  }

  private static final class PromptReader extends ValueDeserializer<PromptContent> {
    @Override
    public PromptContent deserialize(JsonParser json, DeserializationContext context) {
      StoredPart[] parts = context.readValue(json, StoredPart[].class);
      return PromptContent.of(Stream.of(parts).map(StoredPart::part).toList());
    }
  }
}
