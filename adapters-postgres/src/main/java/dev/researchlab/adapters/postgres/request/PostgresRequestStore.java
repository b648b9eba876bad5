package dev.researchlab.adapters.postgres.request;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import dev.researchlab.ports.driven.request.RequestStore;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps requests in the table {@code requests}. */
public final class PostgresRequestStore implements RequestStore {

  private final Database database;

  public PostgresRequestStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<KeptRequest> begin(
      ProjectId project, String key, ContentHash content, Instant now) {
    while (true) {
      long begun =
          database.execute(
              project,
              """
              INSERT INTO requests (project_id, key, content, begun_at) VALUES (?::uuid, ?, ?, ?)
              ON CONFLICT (project_id, key) DO UPDATE
              SET content = excluded.content, begun_at = excluded.begun_at
              WHERE requests.reply IS NULL AND requests.begun_at < ?
              """,
              project,
              WellFormedText.encode(key),
              content.hex(),
              Rows.time(now),
              Rows.time(now.minus(ABANDONED)));
      if (begun > 0) {
        return Optional.empty();
      }
      Optional<KeptRequest> earlier =
          database.find(
              project,
              "SELECT content, reply FROM requests WHERE project_id = ?::uuid AND key = ?",
              PostgresRequestStore::request,
              project,
              WellFormedText.encode(key));
      if (earlier.isPresent()) {
        return earlier;
      }
      // Forgotten between the two: the place is free again.
    }
  }

  private static KeptRequest request(DbRow row) {
    String reply = row.column("reply").get(String.class);
    return new KeptRequest(
        new ContentHash(Rows.text(row, "content")),
        reply == null ? null : WellFormedText.decode(reply));
  }

  @Override
  public void finish(ProjectId project, String key, String reply) {
    database.execute(
        project,
        "UPDATE requests SET reply = ? WHERE project_id = ?::uuid AND key = ?",
        WellFormedText.encode(reply),
        project,
        WellFormedText.encode(key));
  }

  @Override
  public void forget(ProjectId project, String key) {
    database.execute(
        project,
        "DELETE FROM requests WHERE project_id = ?::uuid AND key = ?",
        project,
        WellFormedText.encode(key));
  }

  @Override
  public long forgetBefore(Instant then) {
    long forgotten = 0;
    for (ProjectId project : projects()) {
      forgotten +=
          database.execute(
              project,
              "DELETE FROM requests WHERE project_id = ?::uuid AND begun_at < ?",
              project,
              Rows.time(then));
    }
    return forgotten;
  }

  private List<ProjectId> projects() {
    return database.query(
        ProjectId.DEFAULT, "SELECT id FROM projects", row -> new ProjectId(Rows.uuid(row, "id")));
  }
}
