package dev.researchlab.adapters.formats.dataset;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a dataset file is written. */
public enum DatasetFormat {
  /** One JSON object on every line. */
  JSONL,
  /** Comma-separated values with a header line, quoted by RFC 4180. */
  CSV,
  /** Apache Parquet; each row is a sample. */
  PARQUET;

  /** The format that the extension of the file stands for, if it does for one. */
  public static Optional<DatasetFormat> of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return Optional.of(JSONL);
    }
    if (name.endsWith(".parquet")) {
      return Optional.of(PARQUET);
    }
    return name.endsWith(".csv") ? Optional.of(CSV) : Optional.empty();
  }
}
