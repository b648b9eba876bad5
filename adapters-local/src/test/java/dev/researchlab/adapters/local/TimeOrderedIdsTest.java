package dev.researchlab.adapters.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.ports.testkit.Race;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00.123Z");
  private static final long SEED = 20260301;

  @Test
  void makesTheExampleOfTheStandard() {
    // RFC 9562, appendix A.6: 2022-02-22 14:22:22.00 GMT-5, rand_a 0xcc3, rand_b 0x18c4dc0c0c07398f
    RandomGenerator random = new Fixed(0xcc3, 0x18c4dc0c0c07398fL);
    InstantSource clock = InstantSource.fixed(Instant.parse("2022-02-22T19:22:22Z"));

    assertThat(new TimeOrderedIds(clock, random).get())
        .hasToString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  }

  @Test
  void marksVersionAndVariantAndHoldsTheMillisecond() {
    TimeOrderedIds ids = ids(InstantSource.fixed(NOW));

    assertThat(Stream.generate(ids).limit(1_000))
        .allSatisfy(
            id -> {
              assertThat(id.version()).isEqualTo(7);
              assertThat(id.variant()).isEqualTo(2);
              assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
            });
  }

  @Test
  void growsWithinOneMillisecond() {
    TimeOrderedIds ids = ids(InstantSource.fixed(NOW));

    assertThat(Stream.generate(ids).limit(100_000).map(UUID::toString))
        .isSortedAccordingTo(String::compareTo)
        .doesNotHaveDuplicates();
  }

  @Test
  void growsWithTheClockAndWhenTheClockGoesBack() {
    Iterator<Instant> ticks =
        List.of(
                NOW,
                NOW.plusMillis(1),
                NOW.minusSeconds(3_600),
                NOW.plusMillis(1),
                NOW.plusMillis(2))
            .iterator();
    TimeOrderedIds ids = ids(ticks::next);

    assertThat(Stream.generate(ids).limit(5).map(UUID::toString).toList())
        .isSortedAccordingTo(String::compareTo)
        .doesNotHaveDuplicates();
  }

  @Test
  void growsBeyondTheGreatestRandomNumber() {
    TimeOrderedIds ids = new TimeOrderedIds(InstantSource.fixed(NOW), new Fixed(0xfff, -1L));
    UUID last = ids.get();
    UUID next = ids.get();

    assertThat(last.toString()).endsWith("-7fff-bfff-ffffffffffff");
    assertThat(next.toString()).isGreaterThan(last.toString());
    assertThat(next.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli() + 1);
    assertThat(next.version()).isEqualTo(7);
    assertThat(next.variant()).isEqualTo(2);
  }

  @Test
  void givesEveryThreadItsOwn() throws InterruptedException, ExecutionException {
    TimeOrderedIds ids = ids(InstantSource.system());
    List<List<UUID>> taken = Race.run(8, racer -> () -> Stream.generate(ids).limit(5_000).toList());

    Set<UUID> all = new HashSet<>();
    taken.forEach(all::addAll);
    assertThat(all).hasSize(40_000);
  }

  @Test
  void differsBetweenGenerators() {
    InstantSource clock = InstantSource.fixed(NOW);
    List<UUID> all = new ArrayList<>();
    for (long seed = 0; seed < 100; seed++) {
      all.addAll(
          Stream.generate(new TimeOrderedIds(clock, new SplittableRandom(seed)))
              .limit(100)
              .toList());
    }

    assertThat(all).doesNotHaveDuplicates();
  }

  private static TimeOrderedIds ids(InstantSource clock) {
    return new TimeOrderedIds(clock, new SplittableRandom(SEED));
  }

  /** Always draws the same numbers. */
  private record Fixed(int bounded, long bits) implements RandomGenerator {

    @Override
    public int nextInt(int bound) {
      return bounded;
    }

    @Override
    public long nextLong() {
      return bits << 2;
    }
  }
}
