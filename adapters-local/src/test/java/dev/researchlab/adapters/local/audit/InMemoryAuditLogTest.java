package dev.researchlab.adapters.local.audit;

import dev.researchlab.ports.driven.audit.AuditLog;
import dev.researchlab.ports.testkit.audit.AuditLogContract;

class InMemoryAuditLogTest extends AuditLogContract {

  private final AuditLog log = new InMemoryAuditLog();

  @Override
  protected AuditLog log() {
    return log;
  }
}
