package dev.researchlab.adapters.llm.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a field stands in a record: names joined by dots, numbers for places in an array. A field
 * whose own name has dots is found too, and wins over the path.
 */
record FieldPath(String text) {

  /** How many places of an array are named when the nearest field is looked for. */
  private static final int ARRAY_PLACES_NAMED = 3;

  /** The field's value, null where the record has no such field. */
  @Nullable JsonNode in(JsonNode node) {
    @Nullable JsonNode whole = child(node, text);
    int dot = text.lastIndexOf('.');
    while (whole == null && dot > 0) {
      @Nullable JsonNode child = child(node, text.substring(0, dot));
      if (child != null) {
        whole = new FieldPath(text.substring(dot + 1)).in(child);
      }
      dot = text.lastIndexOf('.', dot - 1);
    }
    return whole;
  }

  private static @Nullable JsonNode child(JsonNode node, String name) {
    if (node.isArray()) {
      return name.matches("\\d{1,9}") ? node.get(Integer.parseInt(name)) : null;
    }
    return node.get(name);
  }

  /** The path of the record's field that holds this one's text, or else is spelled most like it. */
  String nearestIn(JsonNode node) {
    List<String> paths = new ArrayList<>();
    addPaths("", node, paths);
    return paths.stream()
        .min(
            Comparator.comparing((String path) -> !path.contains(text))
                .thenComparingInt(this::distance))
        .orElse("none");
  }

  private static void addPaths(String prefix, JsonNode node, List<String> paths) {
    if (node.isObject()) {
      node.properties().forEach(e -> addPaths(prefix + "." + e.getKey(), e.getValue(), paths));
    } else if (node.isArray()) {
      for (int i = 0; i < Math.min(node.size(), ARRAY_PLACES_NAMED); i++) {
        addPaths(prefix + "." + i, node.get(i), paths);
      }
    } else {
      paths.add(prefix.substring(1));
    }
  }

  /** Levenshtein's distance: how many letters to insert, delete or replace. */
  private int distance(String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= text.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (text.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
