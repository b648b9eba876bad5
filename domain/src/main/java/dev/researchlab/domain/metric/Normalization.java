package dev.researchlab.domain.metric;

import java.util.Locale;
import java.util.function.IntPredicate;

/** The forms in which texts are compared; all by code points and none by the machine's locale. */
final class Normalization {

  private Normalization() {}

  /** White space of any kind: no-break spaces, which {@code strip()} keeps, and U+0085 as well. */
  static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == 0x85;
  }

  /** The punctuation of every script, and the ASCII symbols that are on a keyboard beside it. */
  static boolean isPunctuation(int codePoint) {
    return isAsciiPunctuation(codePoint)
        || switch (Character.getType(codePoint)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              true;
          default -> false;
        };
  }

  static boolean isAsciiPunctuation(int codePoint) {
    return codePoint > ' ' && codePoint < 0x7f && !Character.isLetterOrDigit(codePoint);
  }

  /** Without the white space at both ends. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (end > start && isSpace(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /** The same for upper and lower case, whatever stands beside a letter (ß as SS, ς as σ). */
  static String fold(String text) {
    // The lower case of a whole text would depend on where a sigma stands.
    String upper = text.toUpperCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder(upper.length());
    upper.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
    return folded.toString();
  }

  static String withoutPunctuation(String text) {
    return without(text, Normalization::isPunctuation);
  }

  static String withoutSpace(String text) {
    return without(text, Normalization::isSpace);
  }

  private static String without(String text, IntPredicate unwanted) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(unwanted.negate()).forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
