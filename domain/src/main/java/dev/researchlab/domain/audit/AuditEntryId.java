package dev.researchlab.domain.audit;

import java.util.UUID;

/** Identifies an entry of the audit log. */
public record AuditEntryId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
