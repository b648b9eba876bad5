package dev.researchlab.domain.metric;

import dev.researchlab.domain.dataset.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many tokens the answer shares with the expected one that is nearest to it: F1 = 2 P R/(P + R)
 * of the token multisets. Where a side has no tokens it is 1 if the other has none either, else 0,
 * as in version 2.0 of SQuAD.
 */
record SquadF1(MetricDefinition definition) implements Metric {

  static SquadF1 of(MetricDefinition definition) {
    Parameters.of(definition);
    return new SquadF1(definition);
  }

  @Override
  public Scale scale() {
    return Scale.CONTINUOUS;
  }

  @Override
  public Score score(Answer answer, Sample sample) {
    if (sample.expected().isEmpty()) {
      return NothingExpected.SCORE;
    }
    List<String> tokens = SquadText.tokens(answer.text());
    double best = 0;
    for (String expected : sample.expected()) {
      best = Math.max(best, f1(tokens, SquadText.tokens(expected)));
    }
    return new Score.Value(best, null);
  }

  private static double f1(List<String> given, List<String> expected) {
    if (given.isEmpty() || expected.isEmpty()) {
      return given.equals(expected) ? 1 : 0;
    }
    Map<String, Integer> unmatched = new HashMap<>();
    for (String token : expected) {
      unmatched.merge(token, 1, Integer::sum);
    }
    int shared = 0;
    for (String token : given) {
      int left = unmatched.getOrDefault(token, 0);
      if (left > 0) {
        unmatched.put(token, left - 1);
        shared++;
      }
    }
    return 2.0 * shared / (given.size() + expected.size());
  }
}
