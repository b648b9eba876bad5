package dev.researchlab.adapters.http.dataset;

import dev.researchlab.domain.dataset.Sample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes files of samples, in whatever formats there are. */
public interface DatasetFiles {

  /** Samples that are read while they are asked for. */
  interface Samples extends Iterator<Sample>, AutoCloseable {
    @Override
    void close();
  }

  /** What is wrong with a line, which is left out where wrong lines are collected. */
  record BadLine(String location, String problem) {}

  /**
   * The formats that are read, such as {@code jsonl}; {@code samples} has everything that samples
   * have, and is written as well.
   */
  List<String> formats();

  /**
   * Opens a file.
   *
   * @param format such as {@code jsonl} or {@code csv}
   * @param fields which fields hold {@code id}, {@code expected} and {@code input}, where they have
   *     other names
   */
  Samples open(Path file, String format, Map<String, String> fields);

  /**
   * The format of a media type, null where none is known.
   *
   * @param mediaType in lower case, without parameters
   */
  @Nullable String formatOf(String mediaType);

  /** The first bad lines of a file, at most so many. */
  List<BadLine> badLines(Path file, String format, Map<String, String> fields, int atMost);

  /**
   * Writes samples as JSON lines.
   *
   * @param format {@code jsonl} with the variables as fields, or {@code samples}, which is read as
   *     the same version again
   */
  void write(Stream<Sample> samples, String format, OutputStream out) throws IOException;
}
