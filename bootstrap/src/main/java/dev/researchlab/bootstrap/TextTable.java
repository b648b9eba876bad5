package dev.researchlab.bootstrap;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Aligns texts in columns; the first column to the left, and every one that holds words. */
final class TextTable {

  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /**
   * @param header a leading {@code >} aligns the column to the right
   */
  TextTable(String... header) {
    right = new boolean[header.length];
    String[] names = new String[header.length];
    for (int i = 0; i < header.length; i++) {
      right[i] = header[i].startsWith(">");
      names[i] = right[i] ? header[i].substring(1) : header[i];
    }
    rows.add(names);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  void writeTo(PrintWriter out) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - width(row[i]));
        line.append(i == 0 ? "" : "  ").append(right[i] ? padding + row[i] : row[i] + padding);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
