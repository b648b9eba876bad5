package dev.researchlab.adapters.postgres.audit;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.audit.AuditLog;
import dev.researchlab.ports.testkit.audit.AuditLogContract;

class PostgresAuditLogIT extends AuditLogContract {

  private final AuditLog log = new PostgresAuditLog(TestDatabase.shared());

  @Override
  protected AuditLog log() {
    return log;
  }
}
