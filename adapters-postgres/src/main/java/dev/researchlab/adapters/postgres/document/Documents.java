package dev.researchlab.adapters.postgres.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.prompt.PromptContent;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
          // Lists that documents were written too early to have.
          .withConfigOverride(
              List.class,
              list -> list.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .addModule(
              new SimpleModule()
                  .addSerializer(String.class, new TextWriter())
                  .addDeserializer(String.class, new TextReader())
                  .addKeySerializer(String.class, new KeyWriter())
                  .addKeyDeserializer(String.class, new KeyReader())
                  .addSerializer(BigDecimal.class, new AmountWriter())
                  .addSerializer(PromptContent.class, new PromptWriter())
                  .addDeserializer(
                      PromptContent.class,
                      reader(
                          StoredPart[].class,
                          parts ->
                              PromptContent.of(Stream.of(parts).map(StoredPart::part).toList())))
                  .addDeserializer(
                      ModelSpecification.class,
                      reader(StoredSpecification.class, StoredSpecification::specification))
                  .addDeserializer(
                      Execution.class, reader(StoredExecution.class, StoredExecution::execution)))
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

  /** The document of a list, null where it is empty. */
  public static @Nullable String writeElements(List<?> elements) {
    return elements.isEmpty() ? null : write(elements);
  }

  /** The list of a document, empty where there is none. */
  public static <T> List<T> readElements(@Nullable String document, Class<T[]> type) {
    return document == null ? List.of() : List.of(read(document, type));
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

  /** Reads what is stored in another form than that of its record. */
  private static <S, T> ValueDeserializer<T> reader(Class<S> stored, Function<S, T> content) {
    return new ValueDeserializer<>() {
      @Override
      public T deserialize(JsonParser json, DeserializationContext context) {
        return content.apply(context.readValue(json, stored));
      }
    };
  }
}
