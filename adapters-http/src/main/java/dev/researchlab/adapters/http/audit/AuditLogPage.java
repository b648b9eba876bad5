package dev.researchlab.adapters.http.audit;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.Page;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.ports.driving.audit.ForKeepingTheAuditLog;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** {@code /audit-log}. */
public final class AuditLogPage implements Routes.Resource {

  private final ForKeepingTheAuditLog log;

  public AuditLogPage(ForKeepingTheAuditLog log) {
    this.log = log;
  }

  @Override
  public void addTo(Routes routes) {
    routes.get("/api/v1/audit-log", this::list);
  }

  private Reply list(Call call) {
    Page page = call.page("audit_log");
    String after = page.after();
    return page.reply(
        log.entries(
            call.project(),
            after == null ? null : new AuditEntryId(UUID.fromString(after)),
            page.limit() + 1),
        entry -> entry.id().toString(),
        AuditLogPage::json);
  }

  private static JsonNode json(AuditEntry entry) {
    return Json.object()
        .put("id", entry.id().toString())
        .put("at", entry.at().toString())
        .put("actor", entry.actor())
        .put("action", entry.action())
        .put("subject", entry.subject())
        .put("detail", entry.detail());
  }
}
