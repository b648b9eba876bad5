package dev.researchlab.domain.experiment;

import java.util.UUID;

/** Identifies an experiment. */
public record ExperimentId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
