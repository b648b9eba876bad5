package dev.researchlab.adapters.postgres.audit;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.audit.AuditLog;
import io.helidon.dbclient.DbRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the audit log in the table {@code audit_log}. */
public final class PostgresAuditLog implements AuditLog {

  private final Database database;

  public PostgresAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public void append(AuditEntry entry) {
    database.insert(
        entry.project(),
        "there is an audit entry " + entry.id() + " already",
        """
        INSERT INTO audit_log (project_id, id, at, actor, action, subject, detail)
        VALUES (?::uuid, ?::uuid, ?, ?, ?, ?, ?)
        """,
        entry.project(),
        entry.id(),
        Rows.time(entry.at()),
        WellFormedText.encode(entry.actor()),
        WellFormedText.encode(entry.action()),
        WellFormedText.encode(entry.subject()),
        WellFormedText.encode(entry.detail()));
  }

  @Override
  public List<AuditEntry> page(ProjectId project, @Nullable AuditEntryId before, int limit) {
    if (before == null) {
      return database.query(
          project,
          "SELECT * FROM audit_log WHERE project_id = ?::uuid ORDER BY at DESC, id DESC LIMIT ?",
          row -> entry(project, row),
          project,
          limit);
    }
    return database.query(
        project,
        """
        SELECT * FROM audit_log WHERE project_id = ?::uuid AND (at, id) < (
          SELECT at, id FROM audit_log WHERE project_id = ?::uuid AND id = ?::uuid)
        ORDER BY at DESC, id DESC LIMIT ?
        """,
        row -> entry(project, row),
        project,
        project,
        before,
        limit);
  }

  private static AuditEntry entry(ProjectId project, DbRow row) {
    return new AuditEntry(
        new AuditEntryId(Rows.uuid(row, "id")),
        project,
        Rows.time(row, "at"),
        Rows.text(row, "actor"),
        Rows.text(row, "action"),
        Rows.text(row, "subject"),
        Rows.text(row, "detail"));
  }
}
