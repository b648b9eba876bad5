package dev.researchlab.ports.driven.audit;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was done, for good: entries are added and read. Thread-safe; an entry of one project
 * is never seen from another.
 */
public interface AuditLog {

  /**
   * Adds an entry.
   *
   * @throws ConflictException if the project has an entry of that id; nothing is changed
   */
  void append(AuditEntry entry);

  /**
   * A page of entries, newest first, those of one instant by id, greatest first.
   *
   * @param before the last entry of the page before; null for the newest page. Where the project
   *     has no such entry, the page is empty.
   * @param limit how many at most, at least 1
   */
  List<AuditEntry> page(ProjectId project, @Nullable AuditEntryId before, int limit);
}
