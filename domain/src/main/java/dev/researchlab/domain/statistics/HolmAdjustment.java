package dev.researchlab.domain.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adjusts the p-values of several tests so that the chance of even one false alarm among them stays
 * below the significance level, whatever their dependence (Holm, Scandinavian Journal of Statistics
 * 6, 1979, 65-70). With the m p-values in ascending order, the i-th becomes the largest of (m - j +
 * 1) p(j) over j = 1..i, at most 1; an adjusted p-value is compared to the significance level as it
 * is.
 */
public final class HolmAdjustment {

  /** The name of the method in the results. */
  public static final String METHOD = "holm";

  /**
   * Adjusts p-values.
   *
   * @param pValues of all the tests made, each from 0 to 1; none is fine
   * @return the adjusted p-values in the same order, none below its p-value or above 1
   * @throws IllegalArgumentException if one is not a p-value
   */
  public List<Double> adjust(List<Double> pValues) {
    for (double pValue : pValues) {
      if (!(pValue >= 0 && pValue <= 1)) {
        throw new IllegalArgumentException("a p-value lies between 0 and 1, not " + pValue);
      }
    }
    int m = pValues.size();
    Double[] adjusted = new Double[m];
    double largest = 0;
    int rank = 0;
    for (int index : ascending(pValues)) {
      largest = Math.max(largest, Math.min(1, (m - rank) * pValues.get(index)));
      adjusted[index] = largest;
      rank++;
    }
    return List.of(adjusted);
  }

  private static List<Integer> ascending(List<Double> pValues) {
    return IntStream.range(0, pValues.size())
        .boxed()
        .sorted(Comparator.comparing(pValues::get))
        .toList();
  }
}
