package dev.researchlab.domain.project;

import java.util.UUID;

/** Identifies an API key; it is no secret. */
public record ApiKeyId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
