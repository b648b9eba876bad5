package dev.researchlab.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrialSeedTest {

  /** Computed by another program from the definition; stored runs rely on it. */
  private static final long PINNED = -697094597616447784L;

  @Test
  void isTheSameForTheSameTrialInEveryVersion() {
    assertThat(TrialSeed.of(42, new TrialKey("gpt", "q1", 1))).isEqualTo(PINNED);
  }

  @Test
  void differsBetweenTrialsAndBetweenRunSeeds() {
    Set<Long> seeds = new HashSet<>();
    for (long run = 0; run < 5; run++) {
      for (int sample = 0; sample < 1_000; sample++) {
        for (int epoch = 1; epoch <= 4; epoch++) {
          seeds.add(TrialSeed.of(run, new TrialKey("a", "q" + sample, epoch)));
          seeds.add(TrialSeed.of(run, new TrialKey("aq", Integer.toString(sample), epoch)));
        }
      }
    }
    assertThat(seeds).hasSize(5 * 1_000 * 4 * 2);
  }

  @Test
  void spreadsItsBitsEvenly() {
    int[] ones = new int[64];
    int trials = 20_000;
    for (int i = 0; i < trials; i++) {
      long seed = TrialSeed.of(0, new TrialKey("v", "s" + i, 1));
      for (int bit = 0; bit < 64; bit++) {
        ones[bit] += (int) (seed >>> bit & 1);
      }
    }
    // Six standard deviations of a fair coin.
    double allowed = 6 * Math.sqrt(trials) / 2;
    for (int count : ones) {
      assertThat((double) count).isBetween(trials / 2.0 - allowed, trials / 2.0 + allowed);
    }
  }
}
