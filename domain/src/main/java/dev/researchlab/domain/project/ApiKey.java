package dev.researchlab.domain.project;

import dev.researchlab.domain.artifact.ContentHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lets whoever has its secret work in a project.
 *
 * @param secretHash of the secret, which the lab itself does not keep
 * @param expiresAt from when on it lets nobody in, null for never
 */
public record ApiKey(
    ApiKeyId id,
    ProjectId project,
    String name,
    Scope scope,
    ContentHash secretHash,
    Instant createdAt,
    @Nullable Instant expiresAt) {

  /** Where a key lets somebody work. */
  public enum Scope {
    /** In its own project. */
    PROJECT,
    /** In every project; it also makes projects, and keys of this scope. */
    LAB
  }

  public ApiKey {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a key has a name");
    }
  }

  /** Whether it lets somebody in at that time. */
  public boolean isValidAt(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }
}
