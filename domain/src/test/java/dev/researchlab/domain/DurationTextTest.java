package dev.researchlab.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "0.25ms, PT0.00025S",
    "1.5s, PT1.5S",
    "20 s, PT20S",
    "2m, PT2M",
    "1H, PT1H",
    "0s, PT0S",
    "999999999h, PT999999999H"
  })
  void readsWhatPeopleWrite(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1d", "1s 2s", "NaNs", "1e3s", "1234567890s"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500ms, 20s, 2m or 1h")
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void keepsFractionsOfEveryUnit() {
    assertThat(DurationText.parse("0.5m")).isEqualTo(Duration.ofSeconds(30));
  }
}
