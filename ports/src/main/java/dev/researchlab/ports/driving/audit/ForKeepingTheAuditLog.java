package dev.researchlab.ports.driving.audit;

import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers for good what was done, by whom and to what. */
public interface ForKeepingTheAuditLog {

  /**
   * Adds an entry with the time of now.
   *
   * @param actor who did it, not blank
   * @param action what was done, as noun and verb: {@code run.started}
   * @param subject the id of what it was done to, empty where there is none
   * @param detail for people, possibly empty; never a secret
   */
  AuditEntry record(ProjectId project, String actor, String action, String subject, String detail);

  /**
   * A page of entries, the newest first.
   *
   * @param before the last entry of the page before; null for the newest page
   * @param limit how many at most, at least 1
   */
  List<AuditEntry> entries(ProjectId project, @Nullable AuditEntryId before, int limit);
}
