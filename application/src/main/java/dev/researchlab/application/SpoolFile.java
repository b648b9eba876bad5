package dev.researchlab.application;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Temporary files for what does not fit into memory. */
final class SpoolFile {

  private SpoolFile() {}

  /** A new one to write and read, gone when it is closed. */
  static FileChannel create(String prefix) throws IOException {
    return FileChannel.open(
        Files.createTempFile(prefix, null),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }
}
