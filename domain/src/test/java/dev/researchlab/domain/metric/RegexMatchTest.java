package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import org.junit.jupiter.api.Test;

class RegexMatchTest {

  @Test
  void comparesTheFirstGroupOfTheFirstMatch() {
    Scoring scoring = Scoring.by("regex", "pattern", "answer: (.*?);");

    assertThat(scoring.scored("answer:  42 ; answer: 43;", "42"))
        .isEqualTo(new Score.Value(1, "42"));
    assertThat(scoring.scored("answer: 43;", "41", "42")).isEqualTo(new Score.Value(0, "43"));
    assertThat(scoring.scored("no idea", "42")).isEqualTo(new Score.Value(0, null));
  }

  @Test
  void comparesTheLastMatchOnDemand() {
    Scoring scoring = Scoring.by("regex", "pattern", "[0-9]+", "match", "last");

    assertThat(scoring.scored("first 41, then 42", "42")).isEqualTo(new Score.Value(1, "42"));
  }

  @Test
  void theGroupIsChosenByNumberOrName() {
    String pattern = "(?<unit>[a-z]+) (?<amount>\\d+)";

    assertThat(Scoring.by("regex", "pattern", pattern).value("kg 42", "kg")).isEqualTo(1);
    assertThat(Scoring.by("regex", "pattern", pattern, "group", "2").value("kg 42", "42"))
        .isEqualTo(1);
    assertThat(Scoring.by("regex", "pattern", pattern, "group", "amount").value("kg 42", "42"))
        .isEqualTo(1);
    assertThat(Scoring.by("regex", "pattern", pattern, "group", "0").value("kg 42", "kg 42"))
        .isEqualTo(1);
  }

  @Test
  void refusesAPatternThatCouldNestTooDeeplyToBeRead() {
    String nested = "(".repeat(200_000) + ")".repeat(200_000);
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("regex", "pattern", nested))
        .withMessageContaining("it has more than 10,000 characters");
  }

  @Test
  void aGroupThatTookNoPartIsNoAnswer() {
    assertThat(Scoring.by("regex", "pattern", "x|(y)").scored("x", ""))
        .isEqualTo(new Score.Value(0, null));
  }

  @Test
  void withoutAnExpectedAnswerAMatchIsEnough() {
    Scoring scoring = Scoring.by("regex", "pattern", "(?i)sorry");

    assertThat(scoring.scored("I am Sorry")).isEqualTo(new Score.Value(1, "Sorry"));
    assertThat(scoring.value("Gladly")).isZero();
  }

  @Test
  void caseIsIgnoredInThePatternAndInTheComparison() {
    Scoring scoring = Scoring.by("regex", "pattern", "ответ: (\\w+)", "ignore_case", "true");

    assertThat(scoring.scored("ОТВЕТ: ДА", "да")).isEqualTo(new Score.Value(1, "ДА"));
  }

  @Test
  void classesKnowEveryScript() {
    assertThat(Scoring.by("regex", "pattern", "^\\w+\\b").value("naïveté!", "naïveté"))
        .isEqualTo(1);
  }

  @Test
  void aPatternThatBacktracksForEverIsGivenUp() {
    Scoring scoring = Scoring.by("regex", "pattern", "^(?:(?:a+)+)+$");

    assertThat(scoring.reason("a".repeat(60) + "!", "a"))
        .startsWith("the pattern backtracks too much on this answer");
    assertThat(Scoring.by("regex", "pattern", ".*foo").reason("x".repeat(1_000_000), "foo"))
        .startsWith("the pattern backtracks too much on this answer");
  }

  @Test
  void aPatternThatRecursesTooDeeplyIsGivenUp() {
    assertThat(Scoring.by("regex", "pattern", "^(?:a|b)*$").reason("ab".repeat(2_000_000), "a"))
        .isEqualTo("the pattern nests too deeply on this answer");
  }

  @Test
  void aLinearPatternReadsTheLongestAnswers() {
    Scoring scoring = Scoring.by("regex", "pattern", "answer is ([A-Z])", "match", "last");

    assertThat(scoring.value("The answer is B. ".repeat(600_000), "B")).isEqualTo(1);
  }

  @Test
  void rejectsAPatternOrGroupThatCannotBe() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("regex"))
        .withMessage("pattern: is missing; regex needs it");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("regex", "pattern", "(?<amount>\\d+)", "group", "amuont"))
        .withMessage(
            "group: cannot be 'amuont': the pattern has no such group (did you mean"
                + " amount?), only 0 to 1");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("regex", "pattern", "(a)", "group", "2"))
        .withMessageContaining("only 0 to 1");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Scoring.by("regex", "pattern", "(a)", "match", "any"))
        .withMessage("match: cannot be 'any': it is first or last");
  }
}
