package dev.researchlab.adapters.formats.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a record become which parts of a sample. A field is named by its path: {@code
 * solution.steps.0}, where a field whose own name has the dots goes first.
 *
 * @param id null for the field {@code id} if the first record has one, else for the number of the
 *     line (JSONL) or record (CSV)
 * @param expected the accepted answers: a text, number, boolean or a list of them; null for none
 * @param variables from their names to their fields; null for every top-level field that is not
 *     null
 * @param metadata from their names to their fields
 * @param messages the conversation, a list of {@code {role, content}}; null for the field {@code
 *     messages} where that is such a list
 * @param images the variables that are images: a path becomes a data URI
 */
public record FieldMapping(
    @Nullable String id,
    @Nullable String expected,
    @Nullable Map<String, String> variables,
    Map<String, String> metadata,
    @Nullable String messages,
    Set<String> images) {

  /** What is done where nothing is said. */
  public static final FieldMapping DEFAULT = new FieldMapping(null, null, null, Map.of());

  public FieldMapping {
    variables =
        variables == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    images = Set.copyOf(images);
  }

  /** A mapping that says nothing of conversations and images. */
  public FieldMapping(
      @Nullable String id,
      @Nullable String expected,
      @Nullable Map<String, String> variables,
      Map<String, String> metadata) {
    this(id, expected, variables, metadata, null, Set.of());
  }
}
