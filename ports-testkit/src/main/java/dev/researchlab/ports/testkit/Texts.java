package dev.researchlab.ports.testkit;

import java.util.List;

/** Texts that storage and transport easily damage. */
public final class Texts {

  /**
   * In the order of their code points. In the order of UTF-16 units the emoji stands before the
   * full-width tilde; a locale's order differs again.
   */
  public static final List<String> BY_CODE_POINT =
      List.of("10", "9", "Zebra", "apple", "zebra", "\u00e9", "\uff5e", "\ud83d\ude00");

  /** Not blank and at most a line of text each. */
  public static final List<String> DIFFICULT =
      List.of(
          "\ud83d\udc69\ud83c\udffd\u200d\ud83d\udd2c emoji of four code points",
          "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd from right to left",
          "e\u0301 and \u00e9 differ",
          "\u6f22\u5b57 \uff5e \ud842\udfb7",
          "quotes ' \" ` and \\ backslash \\n {{braces}} %s ? $1 ; -- <b>",
          "lines\nand\ttabs\r\nand the end \u2028",
          " blank around ",
          "null",
          "'; DROP TABLE evaluations; --",
          "a NUL \u0000, an escape \u001a0000 and unpaired \udc00 surrogates \ud800");

  private Texts() {}

  /** A text of a million characters, not all of them ASCII. */
  public static String large() {
    return "ten \u00e9 chars".repeat(100_000);
  }
}
