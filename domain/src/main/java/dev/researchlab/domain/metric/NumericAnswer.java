package dev.researchlab.domain.metric;

import dev.researchlab.domain.dataset.Sample;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Is the number that the answer ends in the expected one? With an anchor, it is the first number
 * after the anchor, else the last number of the text; see {@link NumberReader} for how it is read.
 *
 * @param tolerance how far off the answer may be
 * @param relativeTolerance the same, as a share of the expected number; the larger one counts
 */
record NumericAnswer(
    MetricDefinition definition,
    @Nullable Anchor anchor,
    @Nullable Anchor expectedAnchor,
    BigDecimal tolerance,
    BigDecimal relativeTolerance)
    implements Metric {

  private static final Score NO_NUMBER_EXPECTED =
      new Score.Unscored("there is no number in the expected answer");

  static NumericAnswer of(MetricDefinition definition) {
    Parameters parameters =
        Parameters.of(definition, "anchor", "expected_anchor", "tolerance", "relative_tolerance");
    return new NumericAnswer(
        definition,
        parameters.anchor("anchor"),
        parameters.anchor("expected_anchor"),
        parameters.amount("tolerance", BigDecimal.ZERO),
        parameters.amount("relative_tolerance", BigDecimal.ZERO));
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
    ReadNumber given = read(answer.text(), anchor);
    boolean scored = false;
    for (String text : sample.expected()) {
      ReadNumber expected = read(text, expectedAnchor);
      if (expected == null) {
        continue;
      }
      scored = true;
      if (given != null && isClose(given.value(), expected.value())) {
        return Score.correct(true, given.text());
      }
    }
    if (!scored) {
      return NO_NUMBER_EXPECTED;
    }
    return Score.correct(false, given == null ? null : given.text());
  }

  /** However it is written: "$1,000" and "1000.0" are the same answer. */
  @Override
  public String answerOf(String extracted) {
    ReadNumber number = NumberReader.last(extracted);
    return number == null ? extracted : number.value().stripTrailingZeros().toString();
  }

  private static @Nullable ReadNumber read(String text, @Nullable Anchor anchor) {
    if (anchor == null) {
      return NumberReader.last(text);
    }
    String after = anchor.after(text);
    return after == null ? null : NumberReader.first(after);
  }

  private boolean isClose(BigDecimal given, BigDecimal expected) {
    // Exactly first: the difference of numbers with far apart exponents is rounded.
    if (given.compareTo(expected) == 0) {
      return true;
    }
    BigDecimal allowed = tolerance.max(expected.abs().multiply(relativeTolerance));
    return allowed.signum() > 0
        && given.subtract(expected, NumberReader.PRECISION).abs().compareTo(allowed) <= 0;
  }
}
