package dev.researchlab.adapters.http.web;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one place where JSON is parsed and written. */
public final class Json {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_LENGTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode parse(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (NumberFormatException e) {
      // An exponent that no decimal has; the parser tells all else by its own exceptions.
      throw Problem.of(400, "malformed_json", "the body has a number that is out of range")
          .asException();
    }
  }

  /** A text that this service wrote itself. */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** As UTF-8; what is not text of Unicode is shown as a question mark, and never fails a reply. */
  static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
  }

  /** Puts a time in seconds, or null. */
  public static void putSeconds(ObjectNode node, String name, @Nullable Duration time) {
    if (time == null) {
      node.putNull(name);
    } else {
      node.put(name, seconds(time));
    }
  }

  private static BigDecimal seconds(Duration time) {
    BigDecimal seconds =
        BigDecimal.valueOf(time.getSeconds())
            .add(BigDecimal.valueOf(time.getNano(), 9))
            .stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  /** Puts an amount of money as a decimal text, or null. */
  public static void putMoney(ObjectNode node, String name, @Nullable BigDecimal amount) {
    if (amount == null) {
      node.putNull(name);
    } else {
      node.put(name, amount.toPlainString());
    }
  }

  /** Puts texts by their names. */
  public static void putTexts(ObjectNode node, String name, Map<String, String> texts) {
    ObjectNode object = node.putObject(name);
    texts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> object.put(entry.getKey(), entry.getValue()));
  }
}
