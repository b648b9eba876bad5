package dev.researchlab.domain.run;

import dev.researchlab.domain.CodePointOrder;
import java.util.Comparator;

/**
 * Which trial of a run: deterministic, so that what is stored and what is planned can be matched.
 *
 * @param variant the name of the variant
 * @param sample the id of the sample
 * @param epoch counting from 1
 */
public record TrialKey(String variant, String sample, int epoch) implements Comparable<TrialKey> {

  private static final Comparator<TrialKey> ORDER =
      Comparator.comparing(TrialKey::variant, CodePointOrder.COMPARATOR)
          .thenComparing(TrialKey::sample, CodePointOrder.COMPARATOR)
          .thenComparingInt(TrialKey::epoch);

  public TrialKey {
    if (epoch < 1) {
      throw new IllegalArgumentException("epochs count from 1, not " + epoch);
    }
  }

  /** By variant, then sample, then epoch, texts in the order of their code points. */
  @Override
  public int compareTo(TrialKey other) {
    return ORDER.compare(this, other);
  }
}
