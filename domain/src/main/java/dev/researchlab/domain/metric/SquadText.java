package dev.researchlab.domain.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tokens that the SQuAD metrics compare (Rajpurkar et al., arXiv 1606.05250, 2016): lower case,
 * without ASCII punctuation, without the words a, an and the, split at white space.
 */
final class SquadText {

  private SquadText() {}

  static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    char[] word = new char[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        word[length++] = (char) (c - 'A' + 'a');
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        word[length++] = c;
      } else if (c < 0x80 && Normalization.isSpace(c)) {
        addWord(word, length, tokens);
        length = 0;
      } else if (!Normalization.isAsciiPunctuation(c)) {
        return tokensOfAnyText(text);
      }
    }
    addWord(word, length, tokens);
    return tokens;
  }

  private static void addWord(char[] word, int length, List<String> tokens) {
    String token = new String(word, 0, length);
    switch (token) {
      case "", "a", "an", "the" -> {}
      default -> tokens.add(token);
    }
  }

  /** The same for texts that are not all of ASCII's letters, digits, punctuation and spaces. */
  static List<String> tokensOfAnyText(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    StringBuilder kept = new StringBuilder(lower.length());
    lower
        .codePoints()
        .filter(c -> !Normalization.isAsciiPunctuation(c))
        .forEach(kept::appendCodePoint);
    List<String> tokens = new ArrayList<>();
    int i = 0;
    while (i < kept.length()) {
      int end = i;
      while (end < kept.length() && !Normalization.isSpace(kept.codePointAt(end))) {
        end += Character.charCount(kept.codePointAt(end));
      }
      addWithoutArticles(kept.substring(i, end), tokens);
      i = end < kept.length() ? end + Character.charCount(kept.codePointAt(end)) : end;
    }
    return tokens;
  }

  /** An article is a whole word, and other signs than ASCII's may stand beside it: "–the–". */
  private static void addWithoutArticles(String token, List<String> tokens) {
    int pending = 0;
    int i = 0;
    while (i < token.length()) {
      int end = i;
      while (end < token.length() && isWordCharacter(token.codePointAt(end))) {
        end += Character.charCount(token.codePointAt(end));
      }
      if (isArticle(token, i, end)) {
        add(token.substring(pending, i), tokens);
        pending = end;
      }
      i = end < token.length() ? end + Character.charCount(token.codePointAt(end)) : end;
    }
    add(token.substring(pending), tokens);
  }

  private static void add(String token, List<String> tokens) {
    if (!token.isEmpty()) {
      tokens.add(token);
    }
  }

  private static boolean isArticle(String token, int start, int end) {
    return switch (end - start) {
      case 1 -> token.startsWith("a", start);
      case 2 -> token.startsWith("an", start);
      case 3 -> token.startsWith("the", start);
      default -> false;
    };
  }

  /** What a word boundary of the reference script lies beside: letters and numbers, no marks. */
  private static boolean isWordCharacter(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isLetterOrDigit(codePoint)
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }
}
