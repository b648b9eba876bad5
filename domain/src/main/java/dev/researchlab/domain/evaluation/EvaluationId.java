package dev.researchlab.domain.evaluation;

import java.util.UUID;

/** Identifies an evaluation. */
public record EvaluationId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
