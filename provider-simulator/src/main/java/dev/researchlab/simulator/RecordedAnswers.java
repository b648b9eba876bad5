package dev.researchlab.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The answers of a JSONL file, found by the user message. */
final class RecordedAnswers {

  private static final int MAX_WINDOW = 32;

  private final Map<String, String> answers = new HashMap<>();

  /** Keys by the hash of their first {@link #window} characters (Karp and Rabin 1987). */
  private final Map<Integer, List<String>> keysByStart = new HashMap<>();

  private final int window;

  private RecordedAnswers(Map<String, String> answers) {
    this.answers.putAll(answers);
    window = answers.keySet().stream().mapToInt(String::length).reduce(MAX_WINDOW, Math::min);
    for (String key : answers.keySet()) {
      keysByStart
          .computeIfAbsent(key.substring(0, window).hashCode(), hash -> new ArrayList<>(1))
          .add(key);
    }
  }

  /** The answer to the key that equals the message, or else to the longest that it contains. */
  @Nullable String find(String message) {
    String exact = answers.get(message);
    if (exact != null || message.length() < window) {
      return exact;
    }
    int leaving = 1;
    for (int i = 1; i < window; i++) {
      leaving *= 31;
    }
    String longest = null;
    // String.hashCode is a polynomial in 31, so it can roll along the message.
    int hash = message.substring(0, window).hashCode();
    for (int from = 0; ; from++) {
      for (String key : keysByStart.getOrDefault(hash, List.of())) {
        if ((longest == null || key.length() > longest.length()) && message.startsWith(key, from)) {
          longest = key;
        }
      }
      if (from + window == message.length()) {
        return longest == null ? null : answers.get(longest);
      }
      hash = (hash - message.charAt(from) * leaving) * 31 + message.charAt(from + window);
    }
  }

  static RecordedAnswers read(AnswerRule.Recorded source) {
    Map<String, String> answers = new HashMap<>();
    int number = 1;
    try (BufferedReader lines = Files.newBufferedReader(source.file())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String json = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (!json.isBlank()) {
          String where = source.file() + ", line " + number + ": ";
          String key = text(json, source.keyPath(), where);
          if (key.isEmpty()) {
            throw new SimulatorException(where + "the key " + source.keyPath() + " is empty");
          }
          answers.putIfAbsent(key, text(json, source.answerPath(), where));
        }
        number++;
      }
    } catch (NoSuchFileException e) {
      throw new SimulatorException(source.file() + ": the answer file does not exist");
    } catch (CharacterCodingException e) {
      throw new SimulatorException(
          source.file() + ": the answer file is not UTF-8 (after line " + (number - 1) + ")");
    } catch (IOException e) {
      throw new SimulatorException(source.file() + ": cannot read the answer file: " + e);
    }
    if (answers.isEmpty()) {
      throw new SimulatorException(source.file() + ": the answer file holds no answers");
    }
    return new RecordedAnswers(answers);
  }

  private static String text(String line, String path, String where) {
    try (JsonParser json = Json.parser(line)) {
      json.nextToken();
      for (String step : path.split("\\.", -1)) {
        if (!enter(json, step)) {
          throw new SimulatorException(where + "there is no " + path);
        }
      }
      if (json.currentToken() == JsonToken.VALUE_NULL || !json.currentToken().isScalarValue()) {
        throw new SimulatorException(where + path + " is not a text");
      }
      String text = Json.wellFormed(json.getString());
      while (json.nextToken() != null) {
        // To the end, so that a broken line is told wherever it breaks.
      }
      return text;
    } catch (JacksonException e) {
      throw new SimulatorException(
          where + "not valid JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  /** Moves from an object or array to its member; false when there is none. */
  private static boolean enter(JsonParser json, String step) {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean found = json.currentName().equals(step);
        json.nextToken();
        if (found) {
          return true;
        }
        json.skipChildren();
      }
    } else if (json.currentToken() == JsonToken.START_ARRAY && step.matches("\\d{1,9}")) {
      int index = Integer.parseInt(step);
      for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
        if (i == index) {
          return true;
        }
        json.skipChildren();
      }
    }
    return false;
  }
}
