package dev.researchlab.domain.audit;

import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;

/**
 * What was done, by whom and to what; never changed.
 *
 * @param actor who did it
 * @param action what was done, as noun and verb: {@code run.started}
 * @param subject the id of what it was done to
 * @param detail for people, possibly empty; never a secret
 */
public record AuditEntry(
    AuditEntryId id,
    ProjectId project,
    Instant at,
    String actor,
    String action,
    String subject,
    String detail) {

  public AuditEntry {
    if (actor.isBlank() || action.isBlank()) {
      throw new IllegalArgumentException("an audit entry has an actor and an action");
    }
  }
}
