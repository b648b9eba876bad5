package dev.researchlab.adapters.llm.http;

import org.jspecify.annotations.Nullable;

/** A text that comes in one piece or in many; null until the first. */
public final class Text {

  private @Nullable String first;
  private @Nullable StringBuilder whole;

  /** Appends a piece; null is none. */
  public void append(@Nullable String piece) {
    if (piece == null) {
      return;
    }
    if (first == null) {
      first = piece;
    } else {
      if (whole == null) {
        whole = new StringBuilder(first);
      }
      whole.append(piece);
    }
  }

  /** The pieces together, null where there was none. */
  public @Nullable String value() {
    return whole != null ? whole.toString() : first;
  }

  /** The pieces together, empty where there was none. */
  public String orEmpty() {
    String value = value();
    return value == null ? "" : value;
  }

  /** Whether there is a character. */
  public boolean hasCharacters() {
    return (first != null && !first.isEmpty()) || (whole != null && !whole.isEmpty());
  }
}
