package dev.researchlab.domain.metric;

import dev.researchlab.domain.dataset.Sample;

/** Does one of the expected answers, without the white space around it, occur in the answer? */
record Contains(MetricDefinition definition, boolean ignoreCase) implements Metric {

  static Contains of(MetricDefinition definition) {
    return new Contains(
        definition, Parameters.of(definition, "ignore_case").flag("ignore_case", false));
  }

  @Override
  public Scale scale() {
    return Scale.BINARY;
  }

  @Override
  public Score score(Answer answer, Sample sample) {
    String text = ignoreCase ? Normalization.fold(answer.text()) : answer.text();
    boolean scored = false;
    for (String expected : sample.expected()) {
      String wanted = Normalization.strip(ignoreCase ? Normalization.fold(expected) : expected);
      if (wanted.isEmpty()) {
        continue;
      }
      if (occurs(wanted, text)) {
        return Score.correct(true, null);
      }
      scored = true;
    }
    return scored ? Score.correct(false, null) : NothingExpected.SCORE;
  }

  /**
   * The search of Knuth, Morris and Pratt (SIAM Journal on Computing 6, 1977): {@code indexOf}
   * takes the product of both lengths where a long expected answer nearly occurs everywhere.
   */
  private static boolean occurs(String wanted, String text) {
    int[] borders = new int[wanted.length()];
    for (int i = 1, border = 0; i < wanted.length(); i++) {
      border = extend(wanted, borders, border, wanted.charAt(i));
      borders[i] = border;
    }
    for (int i = 0, matched = 0; i < text.length(); i++) {
      matched = extend(wanted, borders, matched, text.charAt(i));
      if (matched == wanted.length()) {
        return true;
      }
    }
    return false;
  }

  /** How much of the start of what is wanted is matched after one more character. */
  private static int extend(String wanted, int[] borders, int matched, char next) {
    int length = matched;
    while (length > 0 && wanted.charAt(length) != next) {
      length = borders[length - 1];
    }
    return wanted.charAt(length) == next ? length + 1 : length;
  }
}
