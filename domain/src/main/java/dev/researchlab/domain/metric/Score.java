package dev.researchlab.domain.metric;

import org.jspecify.annotations.Nullable;

/** What a metric says of one answer: a value, or the reason why there is none. */
public sealed interface Score {

  /**
   * The answer was scored.
   *
   * @param value finite; 0 or 1 where the metric's scale is binary
   * @param extracted the part of the answer that was judged, where the metric picks one
   */
  record Value(double value, @Nullable String extracted) implements Score {

    public Value {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a score is a finite number, not " + value);
      }
    }
  }

  /** The answer could not be scored; it counts as missing, never as 0. */
  record Unscored(String reason) implements Score {}

  /** A binary score: 1 for correct, 0 for not. */
  static Score correct(boolean correct, @Nullable String extracted) {
    return new Value(correct ? 1 : 0, extracted);
  }
}
