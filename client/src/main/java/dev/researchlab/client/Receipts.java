package dev.researchlab.client;

import java.util.List;

/** What became of the outcomes of a batch, in its order. */
public record Receipts(int recorded, int refused, List<Receipt> results) {
  public Receipts {
    results = results == null ? List.of() : List.copyOf(results);
  }
}
