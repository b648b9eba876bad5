package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.domain.InvalidException;
import java.util.HashMap;
import java.util.Map;

/**
 * The lines of the first ids of a file, to say where one stands that is there again. Of a long file
 * whoever imports the samples finds the others, without their lines.
 */
final class IdLines {

  private static final int KEPT = 50_000;

  private final Map<String, Long> lines = new HashMap<>();

  /**
   * Adds the id of a line.
   *
   * @throws InvalidException if it is known to have been there
   */
  void add(String id, long line) {
    Long before = lines.get(id);
    if (before != null) {
      throw new InvalidException("the id '" + id + "' was used before, on line " + before);
    }
    if (lines.size() < KEPT) {
      lines.put(id, line);
    }
  }
}
