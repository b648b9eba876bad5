package dev.researchlab.adapters.local.audit;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.audit.AuditLog;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the audit log until the program ends. */
public final class InMemoryAuditLog implements AuditLog {

  private static final Comparator<AuditEntry> NEWEST_FIRST =
      Comparator.comparing(AuditEntry::at).thenComparing(entry -> entry.id().toString()).reversed();

  private final Map<ProjectId, Map<AuditEntryId, AuditEntry>> projects = new HashMap<>();

  @Override
  public synchronized void append(AuditEntry entry) {
    Map<AuditEntryId, AuditEntry> entries =
        projects.computeIfAbsent(entry.project(), project -> new HashMap<>());
    if (entries.putIfAbsent(entry.id(), entry) != null) {
      throw new ConflictException("there is an audit entry " + entry.id() + " already");
    }
  }

  @Override
  public synchronized List<AuditEntry> page(
      ProjectId project, @Nullable AuditEntryId before, int limit) {
    Stream<AuditEntry> page =
        projects.getOrDefault(project, Map.of()).values().stream().sorted(NEWEST_FIRST);
    if (before != null) {
      page = page.dropWhile(entry -> !entry.id().equals(before)).skip(1);
    }
    return page.limit(limit).toList();
  }
}
