package dev.researchlab.adapters.postgres.prompt;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driven.prompt.PromptStore;
import io.helidon.dbclient.DbRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps prompts in the tables {@code prompts}, {@code prompt_versions}, {@code prompt_labels}. */
public final class PostgresPromptStore implements PromptStore {

  private static final String NEWEST =
      """
      SELECT DISTINCT ON (prompt_id) * FROM prompt_versions WHERE project_id = ?::uuid
      ORDER BY prompt_id, number DESC
      """;

  private final Database database;

  public PostgresPromptStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(PromptVersion version) {
    long added =
        database.insert(
            version.project(),
            "prompt '%s' has a version %d already, or there is another prompt of that name"
                .formatted(version.name(), version.number()),
            """
            WITH version AS (
              SELECT ?::uuid AS project_id, ?::uuid AS prompt_id, ?::integer AS number,
                ?::text AS name, ?::jsonb AS content, ?::timestamptz AS written_at),
            next AS (
              SELECT version.* FROM version WHERE number = 1 + (
                SELECT coalesce(max(stored.number), 0) FROM prompt_versions stored
                WHERE stored.project_id = version.project_id
                  AND stored.prompt_id = version.prompt_id)),
            prompt AS (
              INSERT INTO prompts (project_id, id, name)
              SELECT project_id, prompt_id, name FROM next
              ON CONFLICT (project_id, id) DO UPDATE SET name = excluded.name)
            INSERT INTO prompt_versions (project_id, prompt_id, number, name, content, written_at)
            SELECT * FROM next
            """,
            version.project(),
            version.prompt(),
            version.number(),
            WellFormedText.encode(version.name()),
            Documents.write(version.content()),
            Rows.time(version.writtenAt()));
    if (added == 0) {
      throw new ConflictException(
          "version %d of prompt '%s' is not the next one"
              .formatted(version.number(), version.name()));
    }
  }

  @Override
  public Optional<PromptVersion> find(ProjectId project, PromptId prompt, int number) {
    return database.find(
        project,
        """
        SELECT * FROM prompt_versions
        WHERE project_id = ?::uuid AND prompt_id = ?::uuid AND number = ?
        """,
        row -> version(project, row),
        project,
        prompt,
        number);
  }

  @Override
  public Optional<PromptVersion> latest(ProjectId project, String name) {
    return database.find(
        project,
        """
        SELECT version.* FROM prompt_versions version
        JOIN prompts prompt ON prompt.project_id = version.project_id
          AND prompt.id = version.prompt_id
        WHERE prompt.project_id = ?::uuid AND prompt.name = ?
        ORDER BY version.number DESC LIMIT 1
        """,
        row -> version(project, row),
        project,
        WellFormedText.encode(name));
  }

  @Override
  public List<PromptVersion> list(ProjectId project) {
    return database.query(
        project,
        "SELECT * FROM (" + NEWEST + ") newest ORDER BY name",
        row -> version(project, row),
        project);
  }

  @Override
  public void label(ProjectId project, PromptId prompt, String label, int number) {
    long labelled =
        database.execute(
            project,
            """
            INSERT INTO prompt_labels (project_id, prompt_id, label, number)
            SELECT project_id, prompt_id, ?, number FROM prompt_versions
            WHERE project_id = ?::uuid AND prompt_id = ?::uuid AND number = ?
            ON CONFLICT (project_id, prompt_id, label) DO UPDATE SET number = excluded.number
            """,
            WellFormedText.encode(label),
            project,
            prompt,
            number);
    if (labelled == 0) {
      throw new NotFoundException("version of prompt " + prompt, Integer.toString(number));
    }
  }

  @Override
  public Map<String, Integer> labels(ProjectId project, PromptId prompt) {
    Map<String, Integer> labels = new HashMap<>();
    database
        .query(
            project,
            """
            SELECT label, number FROM prompt_labels
            WHERE project_id = ?::uuid AND prompt_id = ?::uuid
            """,
            row -> Map.entry(Rows.text(row, "label"), Rows.integer(row, "number")),
            project,
            prompt)
        .forEach(label -> labels.put(label.getKey(), label.getValue()));
    return labels;
  }

  @Override
  public List<PromptVersion> versions(ProjectId project, PromptId prompt) {
    return database.query(
        project,
        """
        SELECT * FROM prompt_versions WHERE project_id = ?::uuid AND prompt_id = ?::uuid
        ORDER BY number
        """,
        row -> version(project, row),
        project,
        prompt);
  }

  @Override
  public void rename(ProjectId project, PromptId prompt, String from, String to) {
    long renamed =
        database.insert(
            project,
            "there is another prompt named '%s' already".formatted(to),
            """
            WITH renamed AS (
              UPDATE prompts SET name = ? WHERE project_id = ?::uuid AND id = ?::uuid AND name = ?
              RETURNING project_id, id, name)
            UPDATE prompt_versions version SET name = renamed.name FROM renamed
            WHERE version.project_id = renamed.project_id AND version.prompt_id = renamed.id
            """,
            WellFormedText.encode(to),
            project,
            prompt,
            WellFormedText.encode(from));
    if (renamed == 0) {
      List<PromptVersion> stored = versions(project, prompt);
      if (stored.isEmpty()) {
        throw new NotFoundException("prompt", prompt.toString());
      }
      throw new ConflictException(
          "prompt %s is named '%s' by now; read it again"
              .formatted(prompt, stored.getLast().name()));
    }
  }

  @Override
  public boolean delete(ProjectId project, PromptId prompt) {
    return database.execute(
            project,
            """
            WITH versions AS (
              DELETE FROM prompt_versions WHERE project_id = ?::uuid AND prompt_id = ?::uuid),
            labels AS (
              DELETE FROM prompt_labels WHERE project_id = ?::uuid AND prompt_id = ?::uuid)
            DELETE FROM prompts WHERE project_id = ?::uuid AND id = ?::uuid
            """,
            project,
            prompt,
            project,
            prompt,
            project,
            prompt)
        > 0;
  }

  private static PromptVersion version(ProjectId project, DbRow row) {
    return new PromptVersion(
        new PromptId(Rows.uuid(row, "prompt_id")),
        project,
        Rows.text(row, "name"),
        Rows.integer(row, "number"),
        Documents.read(Rows.document(row, "content"), PromptContent.class),
        Rows.time(row, "written_at"));
  }
}
