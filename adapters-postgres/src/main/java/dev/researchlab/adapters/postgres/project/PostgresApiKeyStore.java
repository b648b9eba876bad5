package dev.researchlab.adapters.postgres.project;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.project.ApiKeyStore;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Keeps API keys in the table {@code api_keys}. */
public final class PostgresApiKeyStore implements ApiKeyStore {

  private final Database database;

  public PostgresApiKeyStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(ApiKey key) {
    Instant expiresAt = key.expiresAt();
    database.insert(
        key.project(),
        "there is an API key %s or named '%s' already".formatted(key.id(), key.name()),
        """
        INSERT INTO api_keys (project_id, id, name, scope, secret_hash, created_at, expires_at)
        VALUES (?::uuid, ?::uuid, ?, ?, ?, ?, ?)
        """,
        key.project(),
        key.id(),
        WellFormedText.encode(key.name()),
        key.scope().name().toLowerCase(Locale.ROOT),
        key.secretHash(),
        Rows.time(key.createdAt()),
        expiresAt == null ? null : Rows.time(expiresAt));
  }

  @Override
  public Optional<ApiKey> find(ProjectId project, ApiKeyId id) {
    return database.find(
        project,
        "SELECT * FROM api_keys WHERE project_id = ?::uuid AND id = ?::uuid",
        row -> key(project, row),
        project,
        id);
  }

  @Override
  public Optional<ApiKey> find(ProjectId project, ContentHash secretHash) {
    return database.find(
        project,
        "SELECT * FROM api_keys WHERE project_id = ?::uuid AND secret_hash = ?",
        row -> key(project, row),
        project,
        secretHash);
  }

  @Override
  public List<ApiKey> list(ProjectId project) {
    return database.query(
        project,
        "SELECT * FROM api_keys WHERE project_id = ?::uuid ORDER BY name",
        row -> key(project, row),
        project);
  }

  @Override
  public boolean remove(ProjectId project, ApiKeyId id) {
    return database.execute(
            project,
            "DELETE FROM api_keys WHERE project_id = ?::uuid AND id = ?::uuid",
            project,
            id)
        > 0;
  }

  private static ApiKey key(ProjectId project, DbRow row) {
    return new ApiKey(
        new ApiKeyId(Rows.uuid(row, "id")),
        project,
        Rows.text(row, "name"),
        ApiKey.Scope.valueOf(Rows.text(row, "scope").toUpperCase(Locale.ROOT)),
        new ContentHash(Rows.text(row, "secret_hash")),
        Rows.time(row, "created_at"),
        Rows.nullableTime(row, "expires_at"));
  }
}
