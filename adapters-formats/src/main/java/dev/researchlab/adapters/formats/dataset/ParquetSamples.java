package dev.researchlab.adapters.formats.dataset;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a Parquet file: a row is what a line of a JSONL file with the same fields would
 * be. Dates, times and UUIDs are texts in their usual form, bytes are not taken. Problems name the
 * row, counting from 1.
 */
public final class ParquetSamples extends SampleFile {

  private final ParquetFileReader reader;
  private final RowReader rows;
  private long number;

  /**
   * Opens a file.
   *
   * @throws InvalidException if it is not there or is no Parquet file
   */
  public ParquetSamples(Path file, FieldMapping mapping) {
    super(file, mapping);
    if (!Files.isRegularFile(file)) {
      throw new InvalidException(
          file + (Files.exists(file) ? ": is not a file" : ": there is no such file"));
    }
    ParquetFileReader opened = null;
    try {
      opened = ParquetFileReader.open(InputFile.of(file));
      this.rows = opened.rowReader();
      this.reader = opened;
    } catch (IOException | RuntimeException e) {
      if (opened != null) {
        close(opened);
      }
      throw broken(e);
    }
  }

  /** The library says by any exception that bytes are not what they should be. */
  private InvalidException broken(Exception e) {
    String row = number == 0 ? "" : number + ": ";
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new InvalidException(
        (file + ":" + row + " not a readable Parquet file: " + why).replaceAll("\\s+", " "), e);
  }

  @Override
  @Nullable Row read() {
    try {
      if (!rows.hasNext()) {
        return null;
      }
      number++;
      rows.next();
      return new Row(number, number, fields(rows));
    } catch (InvalidException e) {
      throw e;
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  private Json.Fields fields(StructAccessor struct) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (int i = 0; i < struct.getFieldCount(); i++) {
      String name = struct.getFieldName(i);
      fields.put(name, struct.isNull(i) ? new Json.Null() : json(name, struct.getValue(i)));
    }
    return new Json.Fields(fields);
  }

  private Json json(String field, @Nullable Object value) {
    return switch (value) {
      case null -> new Json.Null();
      case BigDecimal number -> new Json.Literal(number.toPlainString());
      case Number number -> new Json.Literal(number.toString());
      case Boolean truth -> new Json.Literal(truth.toString());
      case PqStruct struct -> fields(struct);
      case PqList list -> {
        List<Json> items = new ArrayList<>();
        list.values().forEach(item -> items.add(json(field, item)));
        yield new Json.Items(items);
      }
      case PqMap map -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (PqMap.Entry entry : map.getEntries()) {
          fields.put(
              String.valueOf(entry.getKey()),
              entry.isValueNull() ? new Json.Null() : json(field, entry.getValue()));
        }
        yield new Json.Fields(fields);
      }
      case byte[] ignored ->
          throw problem(
              number,
              "the field '%s' holds bytes, which are no text; leave the column out"
                  .formatted(field));
      default -> new Json.Text(value.toString());
    };
  }

  @Override
  public void close() {
    rows.close();
    close(reader);
  }

  private void close(ParquetFileReader opened) {
    try {
      opened.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
