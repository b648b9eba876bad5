package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMatchTest {

  private final Scoring exact = Scoring.by("exact_match");
  private final Scoring contains = Scoring.by("contains");

  @Test
  void anExactMatchEqualsOneOfTheExpectedAnswers() {
    assertThat(exact.value("Paris", "London", "Paris")).isEqualTo(1);
    assertThat(exact.value("paris", "London", "Paris")).isZero();
    assertThat(exact.value("Paris.", "Paris")).isZero();
    assertThat(exact.value("", "Paris")).isZero();
    assertThat(exact.value("", "")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "\n", "\t", "\u00A0", "\u202F", "\u2028", "\u0085", "\u001C", "\u3000"})
  void anExactMatchIgnoresWhiteSpaceOfEveryKindAtTheEnds(String space) {
    assertThat(exact.value(space + "Paris" + space, "Paris")).isEqualTo(1);
    assertThat(exact.value("Paris", space + "Paris" + space)).isEqualTo(1);
    assertThat(exact.value("New" + space + "York", "NewYork")).isZero();
    assertThat(Scoring.by("exact_match", "strip", "false").value("Paris" + space, "Paris"))
        .isZero();
    assertThat(
            Scoring.by("exact_match", "ignore_whitespace", "true")
                .value("New" + space + "York", "NewYork"))
        .isEqualTo(1);
  }

  @Test
  void anExactMatchMayIgnoreCaseInEveryScript() {
    Scoring ignoring = Scoring.by("exact_match", "ignore_case", "true");

    assertThat(ignoring.value("STRASSE", "Straße")).isEqualTo(1);
    assertThat(ignoring.value("ΟΔΟΣ", "οδος")).isEqualTo(1);
    assertThat(ignoring.value("ΟΔΟΣ", "οδοσ")).isEqualTo(1);
    assertThat(ignoring.value("\uD801\uDC00", "\uD801\uDC28")).isEqualTo(1);
    assertThat(ignoring.value("Paris", "Berlin")).isZero();
  }

  @Test
  void theLocaleOfTheMachineDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Scoring.by("exact_match", "ignore_case", "true").value("TITLE", "title"))
          .isEqualTo(1);
      assertThat(Scoring.by("squad_em").value("TITLE", "title")).isEqualTo(1);
      assertThat(Scoring.by("exact_match", "ignore_case", "TRUE").value("I", "i")).isEqualTo(1);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void anExactMatchMayIgnorePunctuation() {
    Scoring ignoring = Scoring.by("exact_match", "ignore_punctuation", "true");

    assertThat(ignoring.value("**Paris**.", "Paris")).isEqualTo(1);
    assertThat(ignoring.value("“Paris” !", "Paris")).isEqualTo(1);
    assertThat(ignoring.value("`$5`", "5")).isEqualTo(1);
    assertThat(ignoring.value("Paris 1", "Paris")).isZero();
  }

  @Test
  void anAnswerContainsAnyOfTheExpectedOnes() {
    assertThat(contains.value("It is Paris, of course.", "London", "Paris")).isEqualTo(1);
    assertThat(contains.value("It is paris, of course.", "Paris")).isZero();
    assertThat(contains.value("It is Paris.", " Paris\n")).isEqualTo(1);
    assertThat(contains.value("", "Paris")).isZero();
    assertThat(contains.value("aabaabaaab", "aabaaab")).isEqualTo(1);
    assertThat(contains.value("aabaabaab", "aabaaab")).isZero();
    assertThat(Scoring.by("contains", "ignore_case", "true").value("die STRASSE", "Straße"))
        .isEqualTo(1);
  }

  @Test
  void anEmptyExpectedAnswerIsContainedInNothing() {
    assertThat(contains.reason("anything", "")).isEqualTo("the sample has no expected answer");
    assertThat(contains.value("anything", "", "something")).isZero();
  }
}
