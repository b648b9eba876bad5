package dev.researchlab.domain.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FairQueueTest {

  private final FairQueue<String> queue = new FairQueue<>(String::length);
  private final List<String> taken = new ArrayList<>();

  private void take(int count, long now) {
    for (int i = 0; i < count; i++) {
      taken.add(Objects.requireNonNull(queue.next(now)).take(now));
    }
  }

  private static void fill(FairQueue<String>.Flow flow, String item, int count) {
    for (int i = 0; i < count; i++) {
      flow.add(item);
    }
  }

  @Test
  void givesFlowsTheSameShareOfWhatTheirItemsCost() {
    fill(queue.open(() -> true), "a", 1_000);
    fill(queue.open(() -> true), "bbbb", 1_000);
    take(500, 0);

    assertThat(taken.stream().filter("a"::equals).count()).isBetween(399L, 401L);
  }

  @Test
  void aFlowThatComesLaterGetsItsShareFromThenOnAndNoMore() {
    fill(queue.open(() -> true), "a", 1_000);
    take(500, 0);
    fill(queue.open(() -> true), "b", 1_000);
    taken.clear();
    take(100, 0);

    assertThat(taken.stream().filter("b"::equals).count()).isBetween(49L, 51L);
  }

  @Test
  void passesOverAFlowThatMayNotStart() {
    fill(queue.open(() -> false), "a", 10);
    fill(queue.open(() -> true), "b", 10);
    take(10, 0);

    assertThat(taken).containsOnly("b");
    assertThat(queue.next(0)).isNull();
  }

  @Test
  void takesARetryWhenItIsDueBeforeWhatIsNew() {
    FairQueue<String>.Flow flow = queue.open(() -> true);
    fill(flow, "new", 3);
    flow.retry("again", 100);
    take(1, 99);
    assertThat(queue.untilNextRetry(99)).isEqualTo(1);
    take(2, 100);

    assertThat(taken).containsExactly("new", "again", "new");
  }

  @Test
  void keepsRetriesToATenthOfWhatIsSentWhileThereIsNewWork() {
    FairQueue<String>.Flow flow = queue.open(() -> true);
    fill(flow, "n", 2_000);
    for (int i = 0; i < 1_000; i++) {
      flow.retry("r", 0);
    }
    take(2_000, 0);
    assertThat(taken.stream().filter("r"::equals).count()).isBetween(200L, 215L);

    take(1_000, 0);
    assertThat(queue.size()).isZero();
  }

  @Test
  void givesBackWhatWaitedWhenAFlowIsClosed() {
    FairQueue<String>.Flow flow = queue.open(() -> true);
    fill(flow, "new", 2);
    flow.retry("again", 100);

    assertThat(flow.close()).containsExactlyInAnyOrder("new", "new", "again");
    assertThat(queue.size()).isZero();
    assertThat(queue.next(1_000)).isNull();
  }
}
