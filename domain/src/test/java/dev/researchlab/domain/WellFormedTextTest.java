package dev.researchlab.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WellFormedTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "emoji \ud83d\ude00 and \u6f22", "tab\t line\n", "\\u0000"})
  void leavesWhatIsWellFormedAlone(String text) {
    assertThat(WellFormedText.encode(text)).isSameAs(text);
    assertThat(WellFormedText.decode(text)).isSameAs(text);
  }

  @Test
  void writesWhatIsNotInDigits() {
    assertThat(WellFormedText.encode("a\0b")).isEqualTo("a\u001a0000b");
    assertThat(WellFormedText.encode("\udc00\ud800")).isEqualTo("\u001adc00\u001ad800");
    assertThat(WellFormedText.encode("\u001a")).isEqualTo("\u001a001a");
  }

  @Test
  void readsBackEveryText() {
    Random random = new Random(1);
    char[] alphabet = {0, 1, 0x1a, 'a', '0', 0xd83d, 0xde00, 0xffff};
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        text.append(alphabet[random.nextInt(alphabet.length)]);
      }
      String encoded = WellFormedText.encode(text.toString());
      assertThat(encoded).doesNotContain("\0");
      assertThat(new String(encoded.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(encoded);
      assertThat(WellFormedText.decode(encoded)).isEqualTo(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001a", "a\u001a00", "\u001awxyz"})
  void refusesWhatItDidNotWrite(String encoded) {
    assertThatIllegalArgumentException().isThrownBy(() -> WellFormedText.decode(encoded));
  }
}
