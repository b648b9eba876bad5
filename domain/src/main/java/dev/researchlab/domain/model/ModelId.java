package dev.researchlab.domain.model;

import java.util.UUID;

/** Identifies a registered model. */
public record ModelId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
