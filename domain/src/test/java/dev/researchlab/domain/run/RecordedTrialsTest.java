package dev.researchlab.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecordedTrialsTest {

  private static final int MANY = 1_000_000;

  private static TrialKey trial(int number) {
    return new TrialKey("variant " + number % 4, "q" + number / 8, 1 + number / 4 % 2);
  }

  private static Stream<TrialKey> trials(int from, int to) {
    return IntStream.range(from, to).mapToObj(RecordedTrialsTest::trial);
  }

  @Test
  void containsNothingWhereNothingIsRecorded() {
    assertThat(RecordedTrials.of(Stream.of()).contains(trial(0))).isFalse();
  }

  @Test
  void containsWhatIsRecordedAndNothingElse() {
    for (int size : List.of(1, 2, 7, 8, 9, 1_000)) {
      RecordedTrials recorded = RecordedTrials.of(trials(0, size));

      assertThat(trials(0, size)).as("of %d", size).allMatch(recorded::contains);
      assertThat(trials(size, 2 * size + 100)).as("of %d", size).noneMatch(recorded::contains);
    }
  }

  @Test
  void containsATrialThatIsGivenTwice() {
    RecordedTrials recorded = RecordedTrials.of(Stream.of(trial(1), trial(2), trial(1)));

    assertThat(recorded.contains(trial(1))).isTrue();
    assertThat(recorded.contains(trial(2))).isTrue();
    assertThat(recorded.contains(trial(3))).isFalse();
  }

  @Test
  void tellsKeysApartThatReadAlike() {
    List<TrialKey> alike =
        List.of(
            new TrialKey("ab", "c", 1),
            new TrialKey("a", "bc", 1),
            new TrialKey("", "abc", 1),
            new TrialKey("abc", "", 1),
            new TrialKey("ab", "c", 11),
            new TrialKey("ab", "c1", 1),
            new TrialKey("ab", "\ud800", 1),
            new TrialKey("ab", "\ud801", 1),
            new TrialKey("ab", "?", 1),
            new TrialKey("ab", "\u00e9", 1),
            new TrialKey("ab", "e\u0301", 1));

    for (TrialKey one : alike) {
      RecordedTrials recorded = RecordedTrials.of(Stream.of(one));
      assertThat(alike.stream().filter(recorded::contains)).containsExactly(one);
    }
  }

  @Test
  @Timeout(60)
  void keepsAMillionInAFractionOfWhatASetTakes() {
    long before = usedHeap();
    RecordedTrials recorded = RecordedTrials.of(trials(0, MANY));
    long bytes = usedHeap() - before;

    // 16.5 bytes each; collectors round large arrays up to whole regions. A set takes 130.
    assertThat(bytes).isLessThan(40L * MANY);
    assertThat(trials(0, MANY)).allMatch(recorded::contains);
    assertThat(trials(MANY, 2 * MANY)).noneMatch(recorded::contains);
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
