package dev.researchlab.domain.metric;

import dev.researchlab.domain.dataset.Sample;

/** Is the answer one of the expected ones? */
record ExactMatch(
    MetricDefinition definition,
    boolean strip,
    boolean ignoreCase,
    boolean ignorePunctuation,
    boolean ignoreWhitespace)
    implements Metric {

  static ExactMatch of(MetricDefinition definition) {
    Parameters parameters =
        Parameters.of(
            definition, "strip", "ignore_case", "ignore_punctuation", "ignore_whitespace");
    return new ExactMatch(
        definition,
        parameters.flag("strip", true),
        parameters.flag("ignore_case", false),
        parameters.flag("ignore_punctuation", false),
        parameters.flag("ignore_whitespace", false));
  }

  @Override
  public Scale scale() {
    return Scale.BINARY;
  }

  @Override
  public Score score(Answer answer, Sample sample) {
    if (sample.expected().isEmpty()) {
      return NothingExpected.SCORE;
    }
    String normal = normalized(answer.text());
    for (String expected : sample.expected()) {
      if (normal.equals(normalized(expected))) {
        return Score.correct(true, null);
      }
    }
    return Score.correct(false, null);
  }

  private String normalized(String text) {
    String normal = text;
    if (ignoreCase) {
      normal = Normalization.fold(normal);
    }
    if (ignorePunctuation) {
      normal = Normalization.withoutPunctuation(normal);
    }
    if (ignoreWhitespace) {
      return Normalization.withoutSpace(normal);
    }
    return strip ? Normalization.strip(normal) : normal;
  }
}
