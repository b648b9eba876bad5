package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/** What became of one outcome. */
public record Receipt(int status, @Nullable String id, @Nullable Problem error) {
  /** Why it was refused. */
  public record Problem(String code, String path, String message) {}
}
