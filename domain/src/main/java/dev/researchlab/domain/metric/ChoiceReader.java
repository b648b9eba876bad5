package dev.researchlab.domain.metric;

import java.util.Locale;
import java.util.Set;

/**
 * Reads which of some lettered choices a text decides for, in one pass. Of what it finds, the first
 * of these counts:
 *
 * <ol>
 *   <li>the text is one letter, however decorated: {@code (B)}, {@code **B**}, {@code b.};
 *   <li>the last statement: "the answer is B", "Answer: B", "B is correct", {@code \boxed{B}};
 *   <li>the last line is one letter;
 *   <li>the text starts with a letter and a delimiter: "B) Paris", "B. Paris", "B because ...",
 *       unless it goes on to list all choices;
 *   <li>exactly one letter stands in brackets, quotes or emphasis, or as the last word.
 * </ol>
 *
 * The article "A" and the pronoun "I" are not choices, nor is a letter within "vitamin B-12", "I'd"
 * or "D.C."; "A or B" chooses none.
 */
final class ChoiceReader {

  private static final Set<String> CUES = Set.of("answer", "choice", "option", "boxed");

  private static final Set<String> LINKS = Set.of("is", "be", "was");

  /** What may stand between a cue and its letter beside the links. */
  private static final Set<String> FILLERS =
      Set.of(
          "the",
          "my",
          "letter",
          "correct",
          "right",
          "final",
          "best",
          "most",
          "likely",
          "therefore",
          "thus",
          "hence",
          "so",
          "clearly",
          "definitely",
          "indeed",
          "simply",
          "probably",
          "would",
          "should",
          "must",
          "will",
          "to",
          "this",
          "question",
          "here",
          "text",
          "textbf",
          "mathrm",
          "mathbf");

  private static final Set<String> CONFIRMATIONS = Set.of("correct", "right", "answer");

  /** A letter after these is one of several, and what follows it says nothing of it alone. */
  private static final Set<String> CONDITIONS = Set.of("if", "whether", "or", "and", "either");

  /** A letter after these is ruled out; "isn't" ends in the word "t". */
  private static final Set<String> NEGATIONS = Set.of("not", "t", "never", "nor", "neither");

  /** After these an "A" before them is a choice and no article. */
  private static final Set<String> CONTINUATIONS =
      Set.of("because", "since", "as", "for", "due", "is", "given");

  private static final String WITHIN_STATEMENT =
      ":=*_\"'`\u201C\u2018([{<>-\u2013\u2014\u2192$\\#,|";
  private static final String LINKING = ":={>\u2192\n";
  private static final String OPENING = "([{*_\"'`\u201C\u2018";
  private static final String CLOSING = ")]}*_\"'`\u201D\u2019";
  private static final String GLUE = "'\u2019-&+/#@_.";

  private final String choices;
  private final String text;

  /** The choice last stated, or -1. */
  private int stated = -1;

  /**
   * Whether the words so far are a cue and what may follow it, and whether a link was among them.
   */
  private boolean cued;

  private boolean linked;

  /** The choice that "... is correct" would confirm, or -1. */
  private int pending = -1;

  private boolean pendingLinked;

  /** One bit for each choice in brackets, quotes or emphasis. */
  private long marked;

  private int leading = -1;
  private int trailing = -1;
  private String previous = "";
  private int previousChoice = -1;
  private int previousEnd;

  /**
   * @param choices at most 64 different letters, of one char each
   */
  ChoiceReader(String choices, String text) {
    this.choices = choices;
    this.text = text;
  }

  /** The place of the letter that is all there is beside signs, in either case, or -1. */
  int only() {
    return only(0);
  }

  /** The place of the chosen letter among the choices, or -1. */
  int read() {
    int only = only(0);
    if (only >= 0) {
      return only;
    }
    for (int start = wordStart(0); start < text.length(); start = wordStart(previousEnd)) {
      int end = wordEnd(start);
      visit(start, end);
      previousEnd = end;
    }
    if (stated >= 0) {
      return stated;
    }
    int lastLine = only(text.lastIndexOf('\n', text.stripTrailing().length() - 1) + 1);
    if (lastLine >= 0) {
      return lastLine;
    }
    if (leading >= 0 && Long.bitCount(marked) < choices.length()) {
      return leading;
    }
    if (trailing >= 0) {
      marked |= 1L << trailing;
    }
    return Long.bitCount(marked) == 1 ? Long.numberOfTrailingZeros(marked) : -1;
  }

  private int only(int from) {
    int start = wordStart(from);
    int end = wordEnd(start);
    return wordStart(end) == text.length() ? choice(start, end) : -1;
  }

  private void visit(int start, int end) {
    boolean denied = NEGATIONS.contains(previous) || isGlued(start, end);
    int choice = denied ? -1 : choice(start, end);
    boolean upper = Character.isUpperCase(text.codePointAt(start));
    String word = end - start > 12 ? "" : text.substring(start, end).toLowerCase(Locale.ROOT);

    followCue(choice, word, start, end);
    followPending(word, start);
    if (choice >= 0 && (upper || isEnclosed(start, end)) && !CONDITIONS.contains(previous)) {
      pending = choice;
      pendingLinked = false;
    }

    boolean lineStart = isLineStart(start);
    if (choice >= 0 && isMarked(start, end, upper, lineStart)) {
      marked |= 1L << choice;
    }
    if (choice >= 0 && previousEnd == 0 && leads(start, end, upper)) {
      leading = choice;
    }
    boolean oneOfSeveral = CONDITIONS.contains(previous) || previousChoice >= 0;
    trailing = upper && !oneOfSeveral && !isArticle(start, end) ? choice : -1;
    previous = word;
    previousChoice = choice;
  }

  private void followCue(int choice, String word, int start, int end) {
    for (int i = previousEnd; cued && i < start; i++) {
      char c = text.charAt(i);
      cued = WITHIN_STATEMENT.indexOf(c) >= 0 || Normalization.isSpace(c);
      linked |= LINKING.indexOf(c) >= 0;
    }
    if (cued && choice >= 0) {
      boolean states = (linked || endsLine(end)) && !isArticle(start, end) && !isHedged(end);
      stated = states ? choice : stated;
      cued = false;
    } else if (CUES.contains(word)) {
      linked &= cued;
      cued = true;
    } else if (cued) {
      linked |= LINKS.contains(word);
      cued = LINKS.contains(word) || FILLERS.contains(word);
    }
  }

  private void followPending(String word, int start) {
    for (int i = previousEnd; pending >= 0 && i < start; i++) {
      char c = text.charAt(i);
      if (CLOSING.indexOf(c) < 0 && c != ',' && c != ' ') {
        pending = -1;
      }
    }
    if (pending < 0) {
      return;
    }
    if (pendingLinked && CONFIRMATIONS.contains(word)) {
      stated = pending;
      pending = -1;
    } else if (LINKS.contains(word)) {
      pendingLinked = true;
    } else if (!FILLERS.contains(word)) {
      pending = -1;
    }
  }

  /** In brackets, quotes or emphasis, or the label of a line such as "B." */
  private boolean isMarked(int start, int end, boolean upper, boolean lineStart) {
    return isEnclosed(start, end)
        || (upper && isAt(")", end))
        || (upper && lineStart && isAt(".:", end));
  }

  private boolean isEnclosed(int start, int end) {
    return isAt(OPENING, start - 1) && isAt(CLOSING + ".:", end);
  }

  private boolean leads(int start, int end, boolean upper) {
    if (isHedged(end) || isArticle(start, end)) {
      return false;
    }
    if (isAt(CLOSING + ".:", end)) {
      return true;
    }
    int next = wordStart(end);
    boolean inSentence =
        isAt(" ", end) && next == end + 1 && next < text.length() && !isUpperCaseAt(next);
    return upper && (!inSentence || isContinuation(next));
  }

  private boolean isContinuation(int next) {
    String word = wordAt(next);
    // "B is ..." describes the choice; only a confirmation makes it the chosen one.
    return CONTINUATIONS.contains(word) && !word.equals("is");
  }

  /** The "A" of "A dog", and the "I" of "I think". */
  private boolean isArticle(int start, int end) {
    char letter = text.charAt(start);
    int next = wordStart(end);
    boolean beforeWord = next == end + 1 && isAt(" ", end) && next < text.length();
    if ("aAiI".indexOf(letter) < 0 || !beforeWord) {
      return false;
    }
    boolean inSentence =
        start > 1 && isAt(" ", start - 1) && Character.isLetter(text.codePointBefore(start - 1));
    return letter != 'A' || !(inSentence || CONTINUATIONS.contains(wordAt(next)));
  }

  /** Is another choice named in the same breath? */
  private boolean isHedged(int end) {
    int next = wordStart(end);
    if (next == text.length() || text.substring(end, next).contains("\n")) {
      return false;
    }
    String between = text.substring(end, next).strip();
    if (between.equals(",") || between.equals("/") || between.equals("&")) {
      return isOtherChoice(next);
    }
    String word = wordAt(next);
    return (word.equals("or") || word.equals("and")) && isOtherChoice(wordStart(wordEnd(next)));
  }

  private boolean isOtherChoice(int start) {
    int end = wordEnd(start);
    return choice(start, end) >= 0
        && isUpperCaseAt(start)
        && !isArticle(start, end)
        && !wordAt(wordStart(end)).equals("is");
  }

  /** Is the letter a part of something longer, such as "I'd", "B-12", "C++" or "D.C."? */
  private boolean isGlued(int start, int end) {
    boolean before = isAt(GLUE, start - 1) && isWordAt(start - 2);
    boolean after = isAt(GLUE, end) && isWordAt(end + 1);
    boolean beginsSentence = isAt(".", end) && wordEnd(end + 1) > end + 2;
    return before || (after && !beginsSentence) || isAt("+#", end);
  }

  private boolean endsLine(int end) {
    int i = end;
    while (i < text.length() && text.charAt(i) != '\n') {
      if (isWordAt(i)) {
        return false;
      }
      i++;
    }
    return true;
  }

  private boolean isLineStart(int start) {
    int i = start;
    while (i > previousEnd && text.charAt(i - 1) != '\n') {
      i--;
    }
    return i == 0 || text.charAt(i - 1) == '\n';
  }

  private int choice(int start, int end) {
    if (end - start != 1) {
      return -1;
    }
    char letter = text.charAt(start);
    int exact = choices.indexOf(letter);
    for (int i = 0; exact < 0 && i < choices.length(); i++) {
      if (Character.toUpperCase(choices.charAt(i)) == Character.toUpperCase(letter)) {
        return i;
      }
    }
    return exact;
  }

  private int wordStart(int from) {
    int i = Math.min(from, text.length());
    while (i < text.length() && !isWordAt(i)) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private int wordEnd(int from) {
    int i = Math.min(from, text.length());
    while (isWordAt(i)) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private String wordAt(int start) {
    int end = wordEnd(start);
    return end - start > 12 ? "" : text.substring(start, end).toLowerCase(Locale.ROOT);
  }

  /** Ideographs are written without spaces, and a letter among them stands alone. */
  private boolean isWordAt(int i) {
    return i >= 0
        && i < text.length()
        && Character.isLetterOrDigit(text.codePointAt(i))
        && !Character.isIdeographic(text.codePointAt(i));
  }

  private boolean isUpperCaseAt(int i) {
    return Character.isUpperCase(text.codePointAt(i));
  }

  private boolean isAt(String characters, int i) {
    return i >= 0 && i < text.length() && characters.indexOf(text.charAt(i)) >= 0;
  }
}
