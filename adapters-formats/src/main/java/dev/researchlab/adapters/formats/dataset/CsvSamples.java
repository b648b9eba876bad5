package dev.researchlab.adapters.formats.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.researchlab.domain.InvalidException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a CSV file: a header line names the columns, quotes follow RFC 4180, blank lines
 * are skipped. Every cell is a text; where the column of the expected answer is empty, none is
 * known.
 */
public final class CsvSamples extends SampleFile {

  /** Where the library says on which line a malformed record begins. */
  private static final Pattern LINE = Pattern.compile("\\s*\\(record starting at line (\\d+)\\)");

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final FieldMapping mapping;
  private @Nullable List<String> columns;
  private long number;
  private @Nullable InvalidException broken;

  /**
   * Opens a file.
   *
   * @throws InvalidException if it is not there or cannot be read
   */
  public CsvSamples(Path file, FieldMapping mapping) {
    super(file, mapping);
    this.mapping = mapping;
    this.reader =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(strictUtf8(file));
    this.records = reader.iterator();
  }

  private static Reader strictUtf8(Path file) {
    BufferedReader characters =
        new BufferedReader(
            new InputStreamReader(Utf8Lines.open(file), StandardCharsets.UTF_8.newDecoder()));
    try {
      characters.mark(1);
      if (characters.read() != BYTE_ORDER_MARK) {
        characters.reset();
      }
    } catch (CharacterCodingException ignored) {
      // Met again, with its line, when the records are read.
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return characters;
  }

  @Override
  @Nullable Row read() {
    if (columns == null) {
      CsvRecord header = record();
      if (header == null) {
        return null;
      }
      columns = columns(header);
      requireMapped(header.getStartingLineNumber(), columns);
    }
    CsvRecord record = record();
    if (record == null) {
      return null;
    }
    if (record.getFieldCount() != columns.size()) {
      throw problem(
          record.getStartingLineNumber(),
          "the record has %d fields, the header %d; quote fields that hold commas"
              .formatted(record.getFieldCount(), columns.size()));
    }
    number++;
    return new Row(record.getStartingLineNumber(), number, cells(columns, record));
  }

  /** Where the reader has failed once, what it says of the rest means nothing. */
  private @Nullable CsvRecord record() {
    if (broken != null) {
      throw broken;
    }
    try {
      return parsed();
    } catch (InvalidException e) {
      broken = e;
      throw e;
    }
  }

  private @Nullable CsvRecord parsed() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        findInvalidLine();
      }
      throw unreadable(file, e);
    } catch (CsvParseException e) {
      String reason = String.valueOf(e.getMessage());
      Matcher matcher = LINE.matcher(reason);
      long line = matcher.find() ? Long.parseLong(matcher.group(1)) : 1;
      throw problem(line, "not valid CSV: " + LINE.matcher(reason).replaceAll(""));
    }
  }

  /** Reads the file again for the line that is not UTF-8; the CSV reader does not know it. */
  private void findInvalidLine() {
    try (Utf8Lines lines = new Utf8Lines(file)) {
      while (lines.next() != null) {
        // The invalid line ends the loop with its own exception.
      }
    }
  }

  private List<String> columns(CsvRecord header) {
    List<String> names = header.getFields();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw problem(
            header.getStartingLineNumber(),
            "column %d of the header has no name".formatted(names.indexOf(name) + 1));
      }
      if (!seen.add(name)) {
        throw problem(
            header.getStartingLineNumber(),
            "two columns of the header have the name '" + name + "'");
      }
    }
    return names;
  }

  /** Says what is missing at the header, which is the line to mend, and not at the first record. */
  private void requireMapped(long line, List<String> names) {
    Map<String, String> mapped = new LinkedHashMap<>();
    if (mapping.id() != null) {
      mapped.put("id", mapping.id());
    }
    if (mapping.expected() != null) {
      mapped.put("expected", mapping.expected());
    }
    if (mapping.variables() != null) {
      mapping.variables().forEach((name, path) -> mapped.put("variables." + name, path));
    }
    mapping.metadata().forEach((name, path) -> mapped.put("metadata." + name, path));
    if (mapping.messages() != null) {
      mapped.put("messages", mapping.messages());
    }
    mapped.forEach(
        (role, column) -> {
          if (!names.contains(column)) {
            throw missing(line, column, role, names);
          }
        });
  }

  private Json.Fields cells(List<String> names, CsvRecord record) {
    Map<String, Json> cells = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String cell = record.getField(i);
      boolean noAnswer = cell.isEmpty() && names.get(i).equals(mapping.expected());
      cells.put(names.get(i), noAnswer ? new Json.Null() : new Json.Text(cell));
    }
    return new Json.Fields(cells);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
