package dev.researchlab.domain.dataset;

import java.util.UUID;

/** Identifies a dataset. */
public record DatasetId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
