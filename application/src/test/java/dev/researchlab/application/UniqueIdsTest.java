package dev.researchlab.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueIdsTest {

  private static void check(int held, Stream<String> all) {
    try (UniqueIds ids = new UniqueIds(held)) {
      all.forEach(ids::add);
      ids.finish();
    }
  }

  private static Stream<String> upTo(int count) {
    return IntStream.range(0, count).mapToObj(i -> "q" + i);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10, 11, 1_000, 10_007})
  void takesIdsThatDiffer(int count) {
    check(10, upTo(count));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0,9", "9,10", "3,5000", "10,11", "11,4999", "4998,4999"})
  void findsTheSameAgainWhereverBothStand(int one, int other) {
    List<String> ids =
        IntStream.range(0, 5_000).mapToObj(i -> "q" + (i == other ? one : i)).toList();
    Stream<String> all =
        other < 5_000 ? ids.stream() : Stream.concat(upTo(other), Stream.of("q" + one));

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> check(10, all))
        .withMessage("two samples have the id 'q" + one + "'");
  }

  @Test
  void tellsIdsOfTheSameHashAndDifficultOnesApart() {
    assertThat("Aa").hasSameHashCodeAs("BB");
    check(1, Stream.of("x", "Aa", "BB", "\u0000", "\ud800", "\ud801", "\u00e9".repeat(256)));
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> check(1, Stream.of("x", "\ud800", "Aa", "BB", "\ud800")));
  }
}
