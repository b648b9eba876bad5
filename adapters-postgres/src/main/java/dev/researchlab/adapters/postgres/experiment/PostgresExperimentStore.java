package dev.researchlab.adapters.postgres.experiment;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentQuery;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import io.helidon.dbclient.DbRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps experiments in the table {@code experiments}. */
public final class PostgresExperimentStore implements ExperimentStore {

  /** What is said of an experiment and never asked for by itself. */
  private record Document(
      String description,
      String hypothesis,
      @Nullable String owner,
      @Nullable List<String> collaborators,
      List<String> tags,
      ExperimentDesign design) {

    static Document of(About about, ExperimentDesign design) {
      return new Document(
          about.description(),
          about.hypothesis(),
          about.owner(),
          about.collaborators(),
          about.tags(),
          design);
    }

    About about(String name) {
      return new About(
          name,
          description,
          hypothesis,
          Objects.requireNonNullElse(owner, ""),
          Objects.requireNonNullElse(collaborators, List.of()),
          tags);
    }
  }

  private final Database database;

  public PostgresExperimentStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(Experiment experiment) {
    database.insert(
        experiment.project(),
        "there is an experiment " + experiment.id() + " already",
        """
        INSERT INTO experiments (name, status, version, document, changed_at,
          project_id, id, created_at)
        VALUES (?, ?, ?, ?::jsonb, ?, ?::uuid, ?::uuid, ?)
        """,
        WellFormedText.encode(experiment.name()),
        experiment.status().name(),
        experiment.version(),
        document(experiment),
        Rows.time(experiment.changedAt()),
        experiment.project(),
        experiment.id(),
        Rows.time(experiment.createdAt()));
  }

  @Override
  public Optional<Experiment> find(ProjectId project, ExperimentId id) {
    return database.find(
        project,
        "SELECT * FROM experiments WHERE project_id = ?::uuid AND id = ?::uuid",
        row -> experiment(project, row),
        project,
        id);
  }

  @Override
  public void update(Experiment experiment) {
    long updated =
        database.execute(
            experiment.project(),
            """
            UPDATE experiments
            SET name = ?, status = ?, version = ?, document = ?::jsonb, changed_at = ?
            WHERE project_id = ?::uuid AND id = ?::uuid AND version = ?
            """,
            WellFormedText.encode(experiment.name()),
            experiment.status().name(),
            experiment.version(),
            document(experiment),
            Rows.time(experiment.changedAt()),
            experiment.project(),
            experiment.id(),
            experiment.version() - 1);
    if (updated == 0) {
      Experiment stored =
          find(experiment.project(), experiment.id())
              .orElseThrow(() -> new NotFoundException("experiment", experiment.id().toString()));
      throw new ConflictException(
          "experiment %s is at version %d, so version %d cannot follow; read it again"
              .formatted(experiment.id(), stored.version(), experiment.version()));
    }
  }

  @Override
  public List<Experiment> list(ProjectId project) {
    return database.query(
        project,
        "SELECT * FROM experiments WHERE project_id = ?::uuid ORDER BY created_at DESC, id",
        row -> experiment(project, row),
        project);
  }

  @Override
  public List<Experiment> page(
      ProjectId project,
      ExperimentQuery query,
      ExperimentQuery.@Nullable Position after,
      int limit) {
    boolean oldest = query.order() == ExperimentQuery.Order.OLDEST;
    StringBuilder sql = new StringBuilder("SELECT * FROM experiments WHERE project_id = ?::uuid");
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(project);
    if (after != null) {
      sql.append(" AND (created_at, id) ").append(oldest ? ">" : "<").append(" (?, ?::uuid)");
      parameters.add(Rows.time(after.createdAt()));
      parameters.add(after.id());
    }
    if (query.status() != null) {
      sql.append(" AND status = ?");
      parameters.add(query.status().name());
    }
    if (query.tag() != null) {
      sql.append(" AND document -> 'tags' @> to_jsonb(?::text)");
      parameters.add(WellFormedText.encode(query.tag()));
    }
    if (query.model() != null) {
      sql.append(
          " AND document -> 'design' -> 'variants' @> jsonb_build_array("
              + "jsonb_build_object('model', jsonb_build_object('value', ?::text)))");
      parameters.add(query.model());
    }
    if (query.text() != null) {
      sql.append(
          " AND strpos(lower(concat_ws(E'\\n', name, document ->> 'description',"
              + " document ->> 'hypothesis')), lower(?::text)) > 0");
      parameters.add(WellFormedText.encode(query.text()));
    }
    String direction = oldest ? "" : " DESC";
    sql.append(" ORDER BY created_at" + direction + ", id" + direction + " LIMIT ?");
    parameters.add(limit);
    return database.query(
        project, sql.toString(), row -> experiment(project, row), parameters.toArray());
  }

  @Override
  public boolean delete(ProjectId project, ExperimentId id) {
    return database.execute(
            project,
            "DELETE FROM experiments WHERE project_id = ?::uuid AND id = ?::uuid",
            project,
            id)
        > 0;
  }

  private static String document(Experiment experiment) {
    return Documents.write(Document.of(experiment.about(), experiment.design()));
  }

  private static Experiment experiment(ProjectId project, DbRow row) {
    Document document = Documents.read(Rows.document(row, "document"), Document.class);
    return new Experiment(
        new ExperimentId(Rows.uuid(row, "id")),
        project,
        document.about(Rows.text(row, "name")),
        document.design(),
        ExperimentStatus.valueOf(Rows.text(row, "status")),
        Rows.bigint(row, "version"),
        Rows.time(row, "created_at"),
        Rows.time(row, "changed_at"));
  }
}
