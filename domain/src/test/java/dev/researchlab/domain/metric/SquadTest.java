package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SquadTest {

  private final Scoring exact = Scoring.by("squad_em");
  private final Scoring f1 = Scoring.by("squad_f1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The Tower! | a tower",
        "U.N. | UN",
        "forty-two | fortytwo",
        "2,500 | 2500",
        "new\u00A0 haven | New Haven",
        "the_start | thestart",
        "an the a | ''",
        "\u2013the\u2013 | \u2013 \u2013"
      })
  void comparesNormalizedTexts(String answer, String expected) {
    assertThat(exact.value(answer, expected)).isEqualTo(1);
    assertThat(f1.value(answer, expected)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"theory, ory", "“tower”, tower", "naïve, naive", "x, ''", "the, x"})
  void keepsWhatIsNoArticleOrAsciiPunctuation(String answer, String expected) {
    assertThat(exact.value(answer, expected)).isZero();
    assertThat(f1.value(answer, expected)).isZero();
  }

  @Test
  void countsSharedTokensAsOftenAsBothHaveThem() {
    // Two shared of five and three: P = 2/5, R = 2/3.
    assertThat(f1.value("red red blue green black", "red red white"))
        .isCloseTo(2 * (0.4 * 2 / 3) / (0.4 + 2.0 / 3), within(1e-15));
    assertThat(f1.value("red blue", "red red")).isEqualTo(0.5);
  }

  @Test
  void takesTheNearestExpectedAnswer() {
    assertThat(f1.value("red", "blue", "red green", "red")).isEqualTo(1);
    assertThat(exact.value("red", "blue", "Red.")).isEqualTo(1);
    assertThat(f1.value("red", "blue", "red green black")).isEqualTo(0.5);
  }

  @Test
  void readsPlainTextsAsItReadsAnyText() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String often = "aAnNtThHeE   .,-'\t09";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(
            random.nextInt(10) > 0
                ? often.charAt(random.nextInt(often.length()))
                : (char) random.nextInt(0x80));
      }
      assertThat(SquadText.tokens(text.toString()))
          .as("'%s', seed %d", text, seed)
          .isEqualTo(SquadText.tokensOfAnyText(text.toString()));
    }
  }
}
