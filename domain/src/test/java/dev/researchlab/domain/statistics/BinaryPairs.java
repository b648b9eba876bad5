package dev.researchlab.domain.statistics;

import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/** Two variants judged right or wrong on the same samples, by the four counts of their table. */
record BinaryPairs(int both, int onlyFirst, int onlySecond, int neither) {

  static BinaryPairs of(JsonNode node) {
    return new BinaryPairs(
        node.get("n11_both").intValue(),
        node.get("n10_A_only").intValue(),
        node.get("n01_B_only").intValue(),
        node.get("n00_neither").intValue());
  }

  int n() {
    return both + onlyFirst + onlySecond + neither;
  }

  Difference compare(PairedDifference procedure) {
    double[] first = new double[n()];
    double[] second = new double[n()];
    Arrays.fill(first, 0, both + onlyFirst, 1);
    Arrays.fill(second, 0, both, 1);
    Arrays.fill(second, both + onlyFirst, both + onlyFirst + onlySecond, 1);
    return procedure.compare(first, second, 0);
  }
}
