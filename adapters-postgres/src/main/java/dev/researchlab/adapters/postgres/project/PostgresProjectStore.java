package dev.researchlab.adapters.postgres.project;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.project.ProjectStore;
import io.helidon.dbclient.DbRow;
import java.util.List;
import java.util.Optional;

/** Keeps projects in the table {@code projects}. */
public final class PostgresProjectStore implements ProjectStore {

  private final Database database;

  public PostgresProjectStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(Project project) {
    database.insert(
        project.id(),
        "there is a project %s or named '%s' already".formatted(project.id(), project.name()),
        "INSERT INTO projects (id, name, created_at) VALUES (?::uuid, ?, ?)",
        project.id(),
        WellFormedText.encode(project.name()),
        Rows.time(project.createdAt()));
  }

  @Override
  public Optional<Project> find(ProjectId id) {
    return database.find(
        id, "SELECT * FROM projects WHERE id = ?::uuid", PostgresProjectStore::project, id);
  }

  @Override
  public Optional<Project> find(String name) {
    return database.find(
        ProjectId.DEFAULT,
        "SELECT * FROM projects WHERE name = ?",
        PostgresProjectStore::project,
        WellFormedText.encode(name));
  }

  @Override
  public List<Project> list() {
    return database.query(
        ProjectId.DEFAULT, "SELECT * FROM projects ORDER BY name", PostgresProjectStore::project);
  }

  private static Project project(DbRow row) {
    return new Project(
        new ProjectId(Rows.uuid(row, "id")), Rows.text(row, "name"), Rows.time(row, "created_at"));
  }
}
