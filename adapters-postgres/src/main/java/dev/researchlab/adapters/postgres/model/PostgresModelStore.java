package dev.researchlab.adapters.postgres.model;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.ModelStore;
import io.helidon.dbclient.DbRow;
import java.util.List;
import java.util.Optional;

/** Keeps models in the table {@code models}. */
public final class PostgresModelStore implements ModelStore {

  private final Database database;

  public PostgresModelStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(Model model) {
    database.insert(
        model.project(),
        "there is a model %s or named '%s' already".formatted(model.id(), model.name()),
        """
        INSERT INTO models (project_id, id, name, specification, version, registered_at)
        VALUES (?::uuid, ?::uuid, ?, ?::jsonb, ?, ?)
        """,
        model.project(),
        model.id(),
        WellFormedText.encode(model.name()),
        Documents.write(model.specification()),
        model.version(),
        Rows.time(model.registeredAt()));
  }

  @Override
  public Optional<Model> find(ProjectId project, ModelId id) {
    return database.find(
        project,
        "SELECT * FROM models WHERE project_id = ?::uuid AND id = ?::uuid",
        row -> model(project, row),
        project,
        id);
  }

  @Override
  public void update(Model model) {
    long updated =
        database.insert(
            model.project(),
            "there is a model named '%s' already".formatted(model.name()),
            """
            UPDATE models SET name = ?, specification = ?::jsonb, version = ?
            WHERE project_id = ?::uuid AND id = ?::uuid AND version = ?
            """,
            WellFormedText.encode(model.name()),
            Documents.write(model.specification()),
            model.version(),
            model.project(),
            model.id(),
            model.version() - 1);
    if (updated == 0) {
      Model stored =
          find(model.project(), model.id())
              .orElseThrow(() -> new NotFoundException("model", model.id().toString()));
      throw new ConflictException(
          "model %s is at version %d, so version %d cannot follow; read it again"
              .formatted(model.id(), stored.version(), model.version()));
    }
  }

  @Override
  public List<Model> list(ProjectId project) {
    return database.query(
        project,
        "SELECT * FROM models WHERE project_id = ?::uuid ORDER BY name",
        row -> model(project, row),
        project);
  }

  private static Model model(ProjectId project, DbRow row) {
    return new Model(
        new ModelId(Rows.uuid(row, "id")),
        project,
        Rows.text(row, "name"),
        Documents.read(Rows.document(row, "specification"), ModelSpecification.class),
        Rows.bigint(row, "version"),
        Rows.time(row, "registered_at"));
  }

  @Override
  public boolean delete(ProjectId project, ModelId id) {
    return database.execute(
            project, "DELETE FROM models WHERE project_id = ?::uuid AND id = ?::uuid", project, id)
        > 0;
  }
}
