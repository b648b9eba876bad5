package dev.researchlab.domain.metric;

import dev.researchlab.domain.dataset.Sample;
import java.util.List;

/** Has the answer the same tokens as one of the expected ones, in the same order? */
record SquadExactMatch(MetricDefinition definition) implements Metric {

  static SquadExactMatch of(MetricDefinition definition) {
    Parameters.of(definition);
    return new SquadExactMatch(definition);
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
    List<String> tokens = SquadText.tokens(answer.text());
    boolean correct =
        sample.expected().stream().anyMatch(expected -> SquadText.tokens(expected).equals(tokens));
    return Score.correct(correct, null);
  }
}
