package dev.researchlab.adapters.formats.metric;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds JSON as RFC 8259 has it in what a model said: no NaN, no comments, no key twice in an
 * object; nested 500 levels at most.
 */
final class StrictJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern FENCE =
      Pattern.compile("```[ \\t]*json\\b", Pattern.CASE_INSENSITIVE);

  /** What one bracket that opens nothing costs at least, in characters: about its exception. */
  private static final int ATTEMPT = 100;

  private final char[] text;

  private StrictJson(String text) {
    this.text = text.toCharArray();
  }

  /**
   * A value, if one could be read, and where reading it began and ended.
   *
   * @param end after the value, or where it turned out to be none
   */
  record Found(@Nullable JsonNode value, int start, int end) {}

  /** The value that is the whole text, if it is one. */
  static Optional<JsonNode> whole(String text) {
    Found found = new StrictJson(text).at(0);
    return Optional.ofNullable(found.value())
        .filter(value -> text.substring(found.end()).isBlank());
  }

  /**
   * The value in the first block that is fenced as {@code json}; where there is no such block, the
   * first object or array that can be read in the text.
   */
  static Optional<Found> within(String text) {
    StrictJson json = new StrictJson(text);
    Matcher fence = FENCE.matcher(text);
    if (fence.find()) {
      Found found = json.at(fence.end());
      String rest = text.substring(found.end()).stripLeading();
      boolean whole = found.value() != null && (rest.isEmpty() || rest.startsWith("```"));
      return whole ? Optional.of(found) : Optional.empty();
    }
    // A text full of brackets is not read to its end again for each of them.
    long left = 2L * text.length() + 1000 * ATTEMPT;
    for (int start = json.opening(0); start < text.length(); start = json.opening(start + 1)) {
      Found found = json.at(start);
      left -= Math.max(ATTEMPT, found.end() - start);
      if (found.value() != null || left < 0) {
        return Optional.of(found).filter(it -> it.value() != null);
      }
    }
    return Optional.empty();
  }

  private int opening(int from) {
    int start = from;
    while (start < text.length && text[start] != '{' && text[start] != '[') {
      start++;
    }
    return start;
  }

  private Found at(int start) {
    try (JsonParser parser = MAPPER.createParser(text, start, text.length - start)) {
      JsonNode value = null;
      try {
        value = parser.nextToken() == null ? null : MAPPER.readTree(parser);
      } catch (JacksonException e) {
        // Not JSON: there is no value.
      }
      return new Found(value, start, end(start, parser));
    }
  }

  private int end(int start, JsonParser parser) {
    return Math.min(text.length, start + (int) parser.currentLocation().getCharOffset());
  }
}
