package dev.researchlab.domain.metric;

import dev.researchlab.domain.dataset.Sample;

/**
 * A named, versioned scorer of one answer. Thread-safe and deterministic: the same answer to the
 * same sample always gives the same score.
 */
public interface Metric {

  /** Under which name, of which kind and with which parameters it scores. */
  MetricDefinition definition();

  /** Counts up whenever the same answer may get another score than before. */
  default int version() {
    return 1;
  }

  /** Which values it gives. */
  Scale scale();

  /** Which way it gets better. */
  default Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  /**
   * The form in which two extracted parts are equal where they are the same answer; a majority of
   * answers is counted by it.
   */
  default String answerOf(String extracted) {
    return extracted;
  }

  /**
   * Scores an answer. A wrong answer, one that cannot be read included, has the value 0; {@link
   * Score.Unscored} is for a sample that lacks what the metric needs, such as an expected answer.
   */
  Score score(Answer answer, Sample sample);

  /** Scores an answer that is a text alone. */
  default Score score(String answer, Sample sample) {
    return score(new Answer(answer), sample);
  }
}
