package dev.researchlab.application;

import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.audit.ForKeepingTheAuditLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class KeepAuditLog implements ForKeepingTheAuditLog {

  private final DrivenPorts ports;

  KeepAuditLog(DrivenPorts ports) {
    this.ports = ports;
  }

  @Override
  public AuditEntry record(
      ProjectId project, String actor, String action, String subject, String detail) {
    AuditEntry entry =
        new AuditEntry(
            new AuditEntryId(ports.ids().get()),
            project,
            ports.clock().instant(),
            actor,
            action,
            subject,
            detail);
    ports.audit().append(entry);
    return entry;
  }

  @Override
  public List<AuditEntry> entries(ProjectId project, @Nullable AuditEntryId before, int limit) {
    return ports.audit().page(project, before, limit);
  }
}
