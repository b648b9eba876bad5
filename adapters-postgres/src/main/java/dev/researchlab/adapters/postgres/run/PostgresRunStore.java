package dev.researchlab.adapters.postgres.run;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driven.run.RunStore;
import io.helidon.dbclient.DbRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps runs in the table {@code runs}. */
public final class PostgresRunStore implements RunStore, AutoCloseable {

  private final Database database;
  private final RunClaims claims;

  public PostgresRunStore(Database database) {
    this.database = database;
    this.claims = new RunClaims(database);
  }

  @Override
  public void add(Run run) {
    database.insert(
        run.project(),
        "there is a run %s, or a run number %d of experiment %s, already"
            .formatted(run.id(), run.number(), run.experiment()),
        """
        INSERT INTO runs (project_id, id, experiment_id, number, status, manifest, failure,
          created_at, changed_at)
        VALUES (?::uuid, ?::uuid, ?::uuid, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
        """,
        run.project(),
        run.id(),
        run.experiment(),
        run.number(),
        run.status().name(),
        Documents.write(run.manifest()),
        failure(run),
        Rows.time(run.createdAt()),
        Rows.time(run.changedAt()));
  }

  @Override
  public Optional<Run> find(ProjectId project, RunId id) {
    return database.find(
        project,
        "SELECT * FROM runs WHERE project_id = ?::uuid AND id = ?::uuid",
        row -> run(project, row),
        project,
        id);
  }

  @Override
  public void update(Run run) {
    String mayBecomeIt =
        Stream.of(RunStatus.values())
            .filter(status -> status == run.status() || status.mayBecome(run.status()))
            .map(RunStatus::name)
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    long updated =
        database.execute(
            run.project(),
            """
            UPDATE runs SET status = ?, failure = ?::jsonb, changed_at = ?
            WHERE project_id = ?::uuid AND id = ?::uuid
              AND status = ANY (string_to_array(?, ','))
            """,
            run.status().name(),
            failure(run),
            Rows.time(run.changedAt()),
            run.project(),
            run.id(),
            mayBecomeIt);
    if (updated == 0) {
      Run stored =
          find(run.project(), run.id())
              .orElseThrow(() -> new NotFoundException("run", run.id().toString()));
      throw new ConflictException(
          ("run " + run.id() + " is " + stored.status() + " and cannot become " + run.status())
              .toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public List<Run> list(ProjectId project, ExperimentId experiment) {
    return database.query(
        project,
        "SELECT * FROM runs WHERE project_id = ?::uuid AND experiment_id = ?::uuid ORDER BY number",
        row -> run(project, row),
        project,
        experiment);
  }

  @Override
  public List<Run> page(ProjectId project, @Nullable RunId before, int limit) {
    if (before == null) {
      return database.query(
          project,
          """
          SELECT * FROM runs WHERE project_id = ?::uuid ORDER BY created_at DESC, id DESC LIMIT ?
          """,
          row -> run(project, row),
          project,
          limit);
    }
    return database.query(
        project,
        """
        SELECT * FROM runs WHERE project_id = ?::uuid AND (created_at, id) < (
          SELECT created_at, id FROM runs WHERE project_id = ?::uuid AND id = ?::uuid)
        ORDER BY created_at DESC, id DESC LIMIT ?
        """,
        row -> run(project, row),
        project,
        project,
        before,
        limit);
  }

  @Override
  public List<Run> list(ProjectId project, RunStatus status) {
    return database.query(
        project,
        "SELECT * FROM runs WHERE project_id = ?::uuid AND status = ? ORDER BY created_at, id",
        row -> run(project, row),
        project,
        status.name());
  }

  @Override
  public Optional<Claim> claim(ProjectId project, RunId id) {
    return claims.claim(project, id);
  }

  /** Gives up all claims. */
  @Override
  public void close() {
    claims.close();
  }

  private static @Nullable String failure(Run run) {
    return run.failure() == null ? null : Documents.write(run.failure());
  }

  private static Run run(ProjectId project, DbRow row) {
    String failure = Rows.nullableDocument(row, "failure");
    return new Run(
        new RunId(Rows.uuid(row, "id")),
        project,
        new ExperimentId(Rows.uuid(row, "experiment_id")),
        Rows.integer(row, "number"),
        Documents.read(Rows.document(row, "manifest"), RunManifest.class),
        RunStatus.valueOf(Rows.text(row, "status")),
        failure == null ? null : Documents.read(failure, RunFailure.class),
        Rows.time(row, "created_at"),
        Rows.time(row, "changed_at"));
  }
}
