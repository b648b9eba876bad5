package dev.researchlab.domain;

import java.util.Comparator;

/**
 * The order of texts by their code points, which is also the order of their UTF-8 bytes: databases
 * and this program agree on it, whatever the language of the machine. {@link String} itself orders
 * by UTF-16 units, which puts an emoji before some letters of older scripts.
 */
public final class CodePointOrder {

  /** Smaller code points first; a text before those that go on after it. */
  public static final Comparator<String> COMPARATOR = CodePointOrder::compare;

  private CodePointOrder() {}

  private static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
