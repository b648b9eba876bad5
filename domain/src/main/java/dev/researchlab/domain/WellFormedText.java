package dev.researchlab.domain;

/**
 * Writes any text in a form that every database keeps, and reads it back. U+0000 and unpaired
 * surrogates, which PostgreSQL and UTF-8 refuse, become U+001A and four hexadecimal digits, and so
 * does U+001A itself. Every other text is its own form; models do say the rest, rarely.
 */
public final class WellFormedText {

  private static final char ESCAPE = '\u001a';
  private static final int DIGITS = 4;

  private WellFormedText() {}

  /** The form of the text that can be stored; the text itself where nothing is in the way. */
  public static String encode(String text) {
    int first = 0;
    while (first < text.length() && isPlain(text, first)) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (isPlain(text, i)) {
        encoded.append(unit);
      } else {
        encoded.append(ESCAPE).append("%04x".formatted((int) unit));
      }
    }
    return encoded.toString();
  }

  /**
   * The text whose form this is.
   *
   * @throws IllegalArgumentException if no text has this form
   */
  public static String decode(String encoded) {
    int escape = encoded.indexOf(ESCAPE);
    if (escape < 0) {
      return encoded;
    }
    StringBuilder text = new StringBuilder(encoded.length());
    int end = 0;
    for (; escape >= 0; escape = encoded.indexOf(ESCAPE, end)) {
      text.append(encoded, end, escape);
      end = escape + 1 + DIGITS;
      if (end > encoded.length()) {
        throw new IllegalArgumentException("a text ends within an escape");
      }
      text.append((char) Integer.parseInt(encoded, escape + 1, end, 16));
    }
    return text.append(encoded, end, encoded.length()).toString();
  }

  private static boolean isPlain(String text, int i) {
    char unit = text.charAt(i);
    if (Character.isHighSurrogate(unit)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(unit)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return unit != 0 && unit != ESCAPE;
  }
}
