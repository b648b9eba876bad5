package dev.researchlab.simulator;

import java.util.ArrayList;
import java.util.List;

/** The simulator's tokens: four characters each, the last one possibly shorter. */
final class Tokens {

  private static final int CHARACTERS = 4;

  private Tokens() {}

  static int count(String text) {
    return ofCharacters(text.codePointCount(0, text.length()));
  }

  static int ofCharacters(int characters) {
    return Math.ceilDiv(characters, CHARACTERS);
  }

  static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = end(text, from, 1);
      tokens.add(text.substring(from, to));
      from = to;
    }
    return tokens;
  }

  /** The natural logarithm of a probability that depends on the token alone, at least e^-3. */
  static double logprob(String token) {
    return -3 * Draws.unit(Draws.hash(token));
  }

  static String first(int tokens, String text) {
    return text.substring(0, end(text, 0, tokens));
  }

  private static int end(String text, int from, int tokens) {
    int to = from;
    for (long left = (long) tokens * CHARACTERS; left > 0 && to < text.length(); left--) {
      to += Character.charCount(text.codePointAt(to));
    }
    return to;
  }
}
