package dev.researchlab.domain.model;

/** Who speaks in a chat. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT
}
