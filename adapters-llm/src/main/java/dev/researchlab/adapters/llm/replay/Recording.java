package dev.researchlab.adapters.llm.replay;

import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The recorded answers of a file, by key and, for one key, in the order of the file. */
record Recording(Path file, Map<String, List<Recorded>> byKey) {

  /**
   * One record.
   *
   * @param answer null where the record has none
   */
  record Recorded(long line, @Nullable String answer) {}

  /**
   * Reads the file.
   *
   * @throws InvalidException if it cannot be read, a line is malformed or has no key, or no line
   *     has an answer
   */
  static Recording read(Path file, FieldPath key, FieldPath answer) {
    var loading = new Loading(file, key, answer);
    try {
      JsonLines.read(file, loading);
    } catch (IOException e) {
      throw new InvalidException("file", "cannot read " + file + ": " + e.getMessage(), e);
    }
    loading.checkThatSomeAnswerWasSeen();
    return new Recording(file, loading.byKey);
  }

  private static final class Loading implements JsonLines.RecordReader {
    private final Path file;
    private final FieldPath key;
    private final FieldPath answer;
    private final Map<String, List<Recorded>> byKey = new HashMap<>();
    private boolean answerSeen;
    private @Nullable String complaint;

    Loading(Path file, FieldPath key, FieldPath answer) {
      this.file = file;
      this.key = key;
      this.answer = answer;
    }

    @Override
    public void read(long line, JsonNode object) {
      String where = file + ":" + line;
      @Nullable JsonNode keyNode = key.in(object);
      if (keyNode == null || keyNode.isNull()) {
        throw new InvalidException(missing(where, key, "key", object));
      }
      @Nullable JsonNode answerNode = answer.in(object);
      if (answerNode != null) {
        answerSeen = true;
      } else if (complaint == null) {
        complaint = missing(where, answer, "answer", object);
      }
      byKey
          .computeIfAbsent(text(where, key, "key", keyNode), k -> new ArrayList<>(1))
          .add(
              new Recorded(
                  line,
                  answerNode == null || answerNode.isNull()
                      ? null
                      : text(where, answer, "answer", answerNode)));
    }

    void checkThatSomeAnswerWasSeen() {
      if (!answerSeen) {
        throw new InvalidException(complaint != null ? complaint : file + " has no records");
      }
    }

    private static String missing(String where, FieldPath path, String option, JsonNode object) {
      return "%s: there is no field '%s' (option '%s'); the nearest is '%s'"
          .formatted(where, path.text(), option, path.nearestIn(object));
    }

    private static String text(String where, FieldPath path, String option, JsonNode value) {
      if (value.isContainer()) {
        throw new InvalidException(
            "%s: field '%s' (option '%s') must be a text, not a whole object or array"
                .formatted(where, path.text(), option));
      }
      return value.asString();
    }
  }
}
