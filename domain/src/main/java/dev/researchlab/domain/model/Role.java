package dev.researchlab.domain.model;

/** Who speaks in a chat. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  /** The answer of a tool that an assistant asked for. */
  TOOL
}
