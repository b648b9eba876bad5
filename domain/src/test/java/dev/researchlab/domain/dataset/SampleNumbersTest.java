package dev.researchlab.domain.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleNumbersTest {

  private final SampleNumbers numbers = new SampleNumbers();

  @Test
  void countsTheIdsAsTheyAreFirstSeen() {
    assertThat(numbers.add("b")).isZero();
    assertThat(numbers.add("a")).isEqualTo(1);
    assertThat(numbers.add("b")).isZero();
    assertThat(numbers.add("ä")).isEqualTo(2);
    assertThat(numbers.find("a")).isEqualTo(1);
    assertThat(numbers.find("c")).isEqualTo(SampleNumbers.UNKNOWN);
  }

  @Test
  void knowsIdsApartThatAreAlmostTheSame() {
    // "Aa" and "BB" have the same hashCode, and so has every text made of them.
    assertThat(numbers.add("AaAa")).isZero();
    assertThat(numbers.add("BBBB")).isEqualTo(1);
    assertThat(numbers.add("AaBB")).isEqualTo(2);
    assertThat(numbers.add("a")).isEqualTo(3);
    assertThat(numbers.add("a\0")).isEqualTo(4);
    assertThat(numbers.add("\0a")).isEqualTo(5);
  }

  @Test
  void numbersAsAMapWould() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, Integer> expected = new HashMap<>();
    for (int i = 0; i < 300_000; i++) {
      String id = (i % 2 == 0 ? "q" : "question-") + random.nextInt(200_000);
      int next = expected.size();
      Integer known = expected.putIfAbsent(id, next);
      assertThat(numbers.add(id)).as("seed %d", seed).isEqualTo(known == null ? next : known);
    }
    expected.forEach(
        (id, number) -> assertThat(numbers.find(id)).as("seed %d", seed).isEqualTo(number));
  }
}
