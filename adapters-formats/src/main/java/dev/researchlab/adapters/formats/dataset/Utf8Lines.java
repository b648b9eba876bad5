package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.domain.InvalidException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a UTF-8 file one by one, without their ends and without a byte order mark. */
final class Utf8Lines implements AutoCloseable {

  /** A longer line is another kind of file, and would not fit into memory. */
  private static final int MAX_LINE_BYTES = 16 << 20;

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long number;

  /**
   * @throws InvalidException if the file is not there or cannot be opened
   */
  Utf8Lines(Path file) {
    this.file = file;
    this.in = open(file);
  }

  /** Opens a file that somebody named. */
  static InputStream open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidException(
          file + (Files.exists(file) ? ": is not a file" : ": there is no such file"));
    }
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw SampleFile.unreadable(file, e);
    }
  }

  /** The number of the line that was returned last, counting from 1. */
  long number() {
    return number;
  }

  /**
   * The next line, or null at the end.
   *
   * @throws InvalidException if it is not UTF-8
   */
  @Nullable String next() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean ended = false;
    try {
      while (!ended && (position < limit || fill())) {
        int start = position;
        while (position < limit && buffer[position] != '\n') {
          position++;
        }
        line.write(buffer, start, position - start);
        ended = position < limit;
        position += ended ? 1 : 0;
        if (line.size() > MAX_LINE_BYTES) {
          throw problem(
              number + 1, "the line is longer than %d MiB".formatted(MAX_LINE_BYTES >> 20));
        }
      }
    } catch (IOException e) {
      throw SampleFile.unreadable(file, e);
    }
    if (!ended && line.size() == 0) {
      return null;
    }
    number++;
    return decode(line.toByteArray());
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private String decode(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    ByteBuffer content = ByteBuffer.wrap(bytes, 0, length);
    try {
      String line = StandardCharsets.UTF_8.newDecoder().decode(content).toString();
      return number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    } catch (CharacterCodingException e) {
      throw problem(
          number,
          "byte %d of the line is not UTF-8; save the file as UTF-8"
              .formatted(content.position() + 1));
    }
  }

  private InvalidException problem(long line, String what) {
    return new InvalidException(file + ":" + line + ": " + what);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw SampleFile.unreadable(file, e);
    }
  }
}
