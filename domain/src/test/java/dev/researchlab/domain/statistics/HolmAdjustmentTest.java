package dev.researchlab.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class HolmAdjustmentTest {

  private final HolmAdjustment holm = new HolmAdjustment();

  @Test
  void noTestNeedsNoAdjustment() {
    assertThat(holm.adjust(List.of())).isEmpty();
  }

  @Test
  void keepsTheOrderAndNeverTurnsARanking() {
    assertThat(holm.adjust(List.of(0.5, 0.25, 0.0625))).containsExactly(0.5, 0.5, 0.1875);
  }

  @Test
  void stopsAtOne() {
    assertThat(holm.adjust(List.of(0.9, 0.8))).containsExactly(1.0, 1.0);
  }

  @Test
  void rejectsWhatIsNoPValue() {
    assertThatIllegalArgumentException().isThrownBy(() -> holm.adjust(List.of(0.1, Double.NaN)));
    assertThatIllegalArgumentException().isThrownBy(() -> holm.adjust(List.of(1.5)));
  }
}
