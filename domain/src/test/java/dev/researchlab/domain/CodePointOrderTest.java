package dev.researchlab.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePointOrderTest {

  @Test
  void isTheOrderOfUtf8Bytes() {
    Random random = new Random(1);
    int[] alphabet = {'a', 'b', 0xe9, 0xd7ff, 0xe000, 0xff5e, 0x10000, 0x1f600, 0x10ffff};
    for (int i = 0; i < 20_000; i++) {
      String one = text(random, alphabet);
      String other = text(random, alphabet);
      int expected =
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
      assertThat(Integer.signum(CodePointOrder.COMPARATOR.compare(one, other)))
          .as("%s and %s", one, other)
          .isEqualTo(Integer.signum(expected));
    }
  }

  private static String text(Random random, int[] alphabet) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
