package dev.researchlab.domain.metric;

import org.jspecify.annotations.Nullable;

/**
 * The words that a line with the final answer starts with, such as {@code A:}. In the middle of a
 * line they say nothing: "Job A: 2000 hours" is not an answer.
 */
record Anchor(String words) {

  /**
   * What follows the anchor in the last line that starts with it, after white space; where nothing
   * does, the next line that is not blank. Null if no line starts with it.
   */
  @Nullable String after(String text) {
    int found = -1;
    for (int start = 0; start < text.length(); start = lineEnd(text, start) + 1) {
      int first = skipIndent(text, start);
      if (text.startsWith(words, first)) {
        found = first + words.length();
      }
    }
    if (found < 0) {
      return null;
    }
    String rest = text.substring(found, lineEnd(text, found));
    return Normalization.strip(rest).isEmpty() ? nextLine(text, found) : rest;
  }

  private static String nextLine(String text, int from) {
    int start = from;
    while (start < text.length() && Normalization.isSpace(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start, lineEnd(text, start));
  }

  private static int skipIndent(String text, int start) {
    int i = start;
    while (i < text.length()
        && Normalization.isSpace(text.codePointAt(i))
        && !isLineBreak(text.charAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private static int lineEnd(String text, int start) {
    int i = start;
    while (i < text.length() && !isLineBreak(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029' || c == '\u0085';
  }
}
