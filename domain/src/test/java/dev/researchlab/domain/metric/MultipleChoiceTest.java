package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipleChoiceTest {

  private final Scoring scoring = Scoring.by("multiple_choice");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "B",
        "b",
        " B\n",
        "(B)",
        "(b)",
        "B.",
        "B)",
        "[B]",
        "**B**",
        "\"B\"",
        "$B$",
        "\\boxed{B}",
        "\\boxed{\\text{B}}",
        "Answer: B",
        "Answer:B",
        "answer: b",
        "Answer B",
        "**Answer:** B",
        "**Answer**: **B**",
        "Final answer: (B)",
        "Answer:\n\nB",
        "Answer: B. Paris",
        "Answer: B.Paris",
        "The answer is (B)",
        "The answer is B.",
        "The answer is B because A is wrong.",
        "The answer is therefore **B) Paris**.",
        "The correct answer is option B, since A and C are wrong.",
        "The correct option is B",
        "The best choice would be B.",
        "I first thought the answer is A. But no: the answer is B.",
        "The answer is B. Option A is wrong. Answer C is wrong, too.",
        "B is correct.",
        "(B) is the right answer.",
        "Of these, B is the correct answer. A dog is no cat.",
        "B) Paris",
        "B. Paris",
        "B: Paris",
        "B - Paris",
        "B Paris",
        "B, because Paris is the capital",
        "B because Paris is the capital",
        "B\n\nParis is the capital. (A) is wrong.",
        "b) Paris",
        "(B) A dog",
        "B. A dog",
        "Let me think.\nA is in England.\nSo:\n\n(B)",
        "A dog barks, so it must be (B).",
        "It must be B",
        "It's definitely not A, it's B.",
        "{\"answer\": \"B\"}",
        "The final answer is \\(\\boxed{\\textbf{(B)}}\\).",
        "答案是B。",
        "I'd say **B**, as D.C. has no vitamin A-1.",
        "The answer is not A. It is (B)."
      })
  void readsTheChosenLetter(String answer) {
    assertThat(scoring.scored(answer, "B")).isEqualTo(new Score.Value(1, "B"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "a",
        "A.",
        "a)",
        "Answer: A",
        "The answer is A because it barks.",
        "The answer is A",
        "the answer is a.",
        "Answer: A because it barks",
        "A is correct",
        "A because it barks",
        "A, since it barks",
        "**A** dog"
      })
  void readsAnAThatIsAChoice(String answer) {
    assertThat(scoring.scored(answer, "A")).isEqualTo(new Score.Value(1, "A"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A dog barks at a cat.",
        "The answer is a dog.",
        "Answer: A dog.",
        "What is the answer? A good question.",
        "I'd rather not say.",
        "The answer is E.",
        "The answer is A or B.",
        "Answer: A/B",
        "Answer: A, B",
        "(A) or (B)",
        "(A) and (C)",
        "The answer isn't B",
        "It is not C",
        "Neither A nor B is correct.",
        "Washington D.C. is the capital",
        "C++ is a language",
        "A) Paris\nB) London\nC) Rome\nD) Berlin",
        "A. Paris\nB. London\nC. Rome\nD. Berlin",
        "Paris"
      })
  void readsNoLetterWhereNoneIsChosen(String answer) {
    assertThat(scoring.scored(answer, "B")).isEqualTo(new Score.Value(0, null));
  }

  @Test
  void acceptsEveryExpectedLetterHoweverItIsWritten() {
    assertThat(scoring.value("The answer is C", "A", "(c)")).isEqualTo(1);
    assertThat(scoring.value("The answer is B", "A", "C")).isZero();
    assertThat(scoring.reason("B", "Paris"))
        .isEqualTo("the expected answer 'Paris' is none of the choices ABCD");
    assertThat(scoring.reason("B", "E"))
        .isEqualTo("the expected answer 'E' is none of the choices ABCD");
  }

  @Test
  void knowsOtherLetters() {
    Scoring cyrillic = Scoring.by("multiple_choice", "choices", "АБВГ");
    Scoring many = Scoring.by("multiple_choice", "choices", "ABCDEFGHIJ");

    assertThat(cyrillic.scored("(б)", "Б")).isEqualTo(new Score.Value(1, "Б"));
    assertThat(many.value("I think the answer is J.", "J")).isEqualTo(1);
    assertThat(many.value("I think it is hard", "I")).isZero();
  }

  @Test
  void readsOnlyWhatFollowsTheAnchor() {
    Scoring anchored = Scoring.by("multiple_choice", "anchor", "Final:");

    assertThat(anchored.value("The answer is A.\nFinal: B", "B")).isEqualTo(1);
    assertThat(anchored.value("The answer is A.\nFinal:\n**(B)**", "B")).isEqualTo(1);
    assertThat(anchored.value("Final: A\nFinal: B", "B")).isEqualTo(1);
    assertThat(anchored.scored("The answer is B.", "B")).isEqualTo(new Score.Value(0, null));
  }
}
