package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a dataset file, read while they are consumed. Every problem is an {@link
 * InvalidException} whose one line begins with {@code FILE:LINE}. Not thread-safe.
 */
public abstract sealed class SampleFile implements Iterator<Sample>, AutoCloseable
    permits JsonlSamples, CsvSamples, ParquetSamples {

  /**
   * A record as it stands in the file.
   *
   * @param line where it begins, counting from 1
   * @param number that identifies it where it has no id
   */
  record Row(long line, long number, Json.Fields fields) {}

  final Path file;
  private final FieldMapping mapping;
  private Images images;
  private final IdLines ids = new IdLines();

  private boolean begun;
  private @Nullable String idField;
  private @Nullable Row ahead;
  private long line;

  SampleFile(Path file, FieldMapping mapping) {
    this.file = file;
    this.mapping = mapping;
    this.images = new Images(file.resolveSibling(""));
  }

  /**
   * Opens a file.
   *
   * @throws InvalidException if it is not there or cannot be read
   */
  public static SampleFile open(Path file, DatasetFormat format, FieldMapping mapping) {
    return switch (format) {
      case JSONL -> new JsonlSamples(file, mapping);
      case CSV -> new CsvSamples(file, mapping);
      case PARQUET -> new ParquetSamples(file, mapping);
    };
  }

  /**
   * As {@link #open}, for a file of somebody who may not read the files of this machine: images are
   * URLs and data URIs alone.
   */
  public static SampleFile openForeign(Path file, DatasetFormat format, FieldMapping mapping) {
    SampleFile samples = open(file, format, mapping);
    samples.images = new Images(null);
    return samples;
  }

  /** The next record, or null at the end of the file. */
  abstract @Nullable Row read();

  @Override
  public abstract void close();

  /** Where the sample begins that was returned last, as {@code FILE:LINE}. */
  public String location() {
    return file + ":" + line;
  }

  /**
   * @throws InvalidException if the next record is malformed, or if there is none at all
   */
  @Override
  public boolean hasNext() {
    if (ahead == null) {
      ahead = read();
      if (!begun && ahead == null) {
        throw new InvalidException(file + ": the dataset has no samples");
      }
      begun = true;
    }
    return ahead != null;
  }

  /**
   * @throws InvalidException if the record lacks a mapped field, or has no id or one that was there
   *     before
   */
  @Override
  public Sample next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    Row row = ahead;
    ahead = null;
    if (line == 0) {
      idField =
          mapping.id() == null && row.fields().fields().containsKey("id") ? "id" : mapping.id();
    }
    line = row.line();
    return new Sample(
        id(row),
        variables(row),
        expected(row),
        texts(row, mapping.metadata(), "metadata."),
        messages(row));
  }

  private Map<String, String> variables(Row row) {
    Map<String, String> variables =
        mapping.variables() == null
            ? allFields(row)
            : texts(row, mapping.variables(), "variables.");
    for (String image : mapping.images()) {
      variables.computeIfPresent(image, (name, value) -> uri(row, name, value));
    }
    return variables;
  }

  private String uri(Row row, String variable, String value) {
    try {
      return images.uri(value);
    } catch (InvalidException e) {
      throw problem(row, "the variable '%s': %s".formatted(variable, e.problem()));
    }
  }

  private List<ChatMessage> messages(Row row) {
    String path = mapping.messages();
    Json value =
        path == null
            ? row.fields().find("messages").filter(Conversation::isOne).orElse(new Json.Null())
            : field(row, path, "messages");
    if (value instanceof Json.Null) {
      return List.of();
    }
    try {
      return new Conversation(path == null ? "messages" : path, images).read(value);
    } catch (InvalidException e) {
      throw problem(row, e.path() + ": " + e.problem());
    }
  }

  private String id(Row row) {
    if (idField == null) {
      return Long.toString(row.number());
    }
    String id =
        switch (field(row, idField, "id")) {
          case Json.Text text -> text.value();
          case Json.Literal literal -> literal.text();
          case Json.Null ignored ->
              throw problem(
                  row, "the id in field '" + idField + "' is null; every sample needs one");
          case Json.Items ignored -> throw problem(row, idIsNoText("a list"));
          case Json.Fields ignored -> throw problem(row, idIsNoText("an object"));
        };
    if (id.isBlank()) {
      throw problem(row, "the id in field '" + idField + "' is empty; every sample needs one");
    }
    if (id.length() > Sample.MAX_ID_LENGTH) {
      throw problem(
          row,
          "the id in field '%s' has %d characters; at most %d are allowed"
              .formatted(idField, id.length(), Sample.MAX_ID_LENGTH));
    }
    try {
      ids.add(id, row.line());
    } catch (InvalidException e) {
      throw problem(row, e.problem());
    }
    return id;
  }

  private String idIsNoText(String found) {
    return "the id in field '" + idField + "' must be a text or a number, not " + found;
  }

  private static Map<String, String> allFields(Row row) {
    Map<String, String> texts = new LinkedHashMap<>();
    row.fields()
        .fields()
        .forEach(
            (name, value) -> {
              if (!(value instanceof Json.Null)) {
                texts.put(name, value.shown());
              }
            });
    return texts;
  }

  private Map<String, String> texts(Row row, Map<String, String> paths, String role) {
    Map<String, String> texts = new LinkedHashMap<>();
    paths.forEach(
        (name, path) -> {
          Json value = field(row, path, role + name);
          if (!(value instanceof Json.Null)) {
            texts.put(name, value.shown());
          }
        });
    return texts;
  }

  private List<String> expected(Row row) {
    if (mapping.expected() == null) {
      return List.of();
    }
    return switch (field(row, mapping.expected(), "expected")) {
      case Json.Null ignored -> List.of();
      case Json.Items list -> list.items().stream().map(item -> answer(row, item)).toList();
      case Json single -> List.of(answer(row, single));
    };
  }

  private String answer(Row row, Json value) {
    if (isCall(value) || (value instanceof Json.Items(List<Json> calls) && areCalls(calls))) {
      return value.shown();
    }
    return switch (value) {
      case Json.Text text -> text.value();
      case Json.Literal literal -> literal.text();
      case Json.Null ignored -> throw problem(row, expectedIs("null in a list"));
      case Json.Items ignored -> throw problem(row, expectedIs("a list in a list"));
      case Json.Fields ignored -> throw problem(row, expectedIs("an object"));
    };
  }

  /** The call of a tool, as the metric {@code tool_call} expects one. */
  private static boolean isCall(Json value) {
    return value instanceof Json.Fields call
        && call.fields().get("name") instanceof Json.Text
        && call.fields().get("arguments") instanceof Json.Fields
        && call.fields().size() == 2;
  }

  private static boolean areCalls(List<Json> values) {
    return !values.isEmpty() && values.stream().allMatch(SampleFile::isCall);
  }

  private String expectedIs(String found) {
    return "the expected answer in field '%s' is %s; it must be a text, a number, a boolean or a list of them"
        .formatted(mapping.expected(), found);
  }

  private Json field(Row row, String path, String role) {
    return row.fields()
        .find(path)
        .orElseThrow(() -> missing(row.line(), path, role, row.fields().fields().keySet()));
  }

  /** What is said where a mapped field is not there. */
  final InvalidException missing(long atLine, String path, String role, Collection<String> names) {
    Optional<String> nearest = NearestName.of(path, names);
    return problem(
        atLine,
        "there is no field '%s' (dataset.fields.%s)%s there are: %s"
            .formatted(
                path,
                role,
                nearest.map(name -> "; did you mean '" + name + "'?").orElse(";"),
                String.join(", ", names)));
  }

  private InvalidException problem(Row row, String what) {
    return problem(row.line(), what);
  }

  final InvalidException problem(long atLine, String what) {
    return new InvalidException((file + ":" + atLine + ": " + what).replaceAll("\\R", " "));
  }

  static InvalidException unreadable(Path file, Exception e) {
    return new InvalidException(
        file + ": cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
        e);
  }
}
