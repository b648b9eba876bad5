package dev.researchlab.domain.metric;

import dev.researchlab.domain.dataset.Sample;
import org.jspecify.annotations.Nullable;

/**
 * Does the answer choose the expected letter? See {@link ChoiceReader} for how the letter is read.
 */
record MultipleChoice(MetricDefinition definition, String choices, @Nullable Anchor anchor)
    implements Metric {

  private static final String DEFAULT_CHOICES = "ABCD";
  private static final int MAX_CHOICES = 64;

  static MultipleChoice of(MetricDefinition definition) {
    Parameters parameters = Parameters.of(definition, "choices", "anchor");
    String choices = parameters.text("choices", DEFAULT_CHOICES);
    boolean letters = choices.chars().allMatch(Character::isLetter);
    long different = Normalization.fold(choices).chars().distinct().count();
    if (!letters || different < choices.length() || different < 2 || different > MAX_CHOICES) {
      throw parameters.wrong(
          "choices", "it is 2 to " + MAX_CHOICES + " different letters, such as ABCD");
    }
    return new MultipleChoice(definition, choices, parameters.anchor("anchor"));
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
    int chosen = chosen(answer.text());
    boolean correct = false;
    for (String expected : sample.expected()) {
      int accepted = new ChoiceReader(choices, expected).only();
      if (accepted < 0) {
        return new Score.Unscored(
            "the expected answer '" + expected + "' is none of the choices " + choices);
      }
      correct |= accepted == chosen;
    }
    return Score.correct(correct, chosen < 0 ? null : choices.substring(chosen, chosen + 1));
  }

  private int chosen(String answer) {
    String judged = anchor == null ? answer : anchor.after(answer);
    return judged == null ? -1 : new ChoiceReader(choices, judged).read();
  }
}
