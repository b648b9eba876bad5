package dev.researchlab.adapters.llm.replay;

import dev.researchlab.domain.InvalidException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a file of one JSON object per line. */
final class JsonLines {

  // Decimals keep the digits that the file shows: 0.10 stays 0.10.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonLines() {}

  /** Takes the records of a file, one after the other. */
  interface RecordReader {
    void read(long line, JsonNode object);
  }

  /**
   * Reads every record; blank lines are none.
   *
   * @throws InvalidException if a line is not UTF-8 or not one JSON object; the message names it
   */
  static void read(Path file, RecordReader reader) throws IOException {
    // Latin-1 keeps every byte as it is, so that each line can be decoded and blamed by itself.
    try (BufferedReader bytes = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      long number = 1;
      for (String line = bytes.readLine(); line != null; line = bytes.readLine(), number++) {
        String where = file + ":" + number;
        String text = decode(line.getBytes(StandardCharsets.ISO_8859_1), where);
        if (number == 1 && text.startsWith("\uFEFF")) {
          text = text.substring(1);
        }
        if (!text.isBlank()) {
          reader.read(number, parse(text, where));
        }
      }
    }
  }

  private static String decode(byte[] line, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidException(where + ": the line is not valid UTF-8", e);
    }
  }

  private static JsonNode parse(String text, String where) {
    JsonNode object;
    try {
      object = MAPPER.readTree(text);
    } catch (JacksonException e) {
      String column = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new InvalidException(where + ": not valid JSON" + column + ": " + reason, e);
    }
    if (!object.isObject()) {
      throw new InvalidException(where + ": each line must be a JSON object");
    }
    return object;
  }
}
