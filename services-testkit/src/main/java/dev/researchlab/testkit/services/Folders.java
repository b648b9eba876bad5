package dev.researchlab.testkit.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that live as long as the tests. */
final class Folders {

  private Folders() {}

  /** Deletes the folder with all it holds; does nothing where there is none. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> leavesFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      leavesFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : leavesFirst) {
      Files.deleteIfExists(file);
    }
  }
}
