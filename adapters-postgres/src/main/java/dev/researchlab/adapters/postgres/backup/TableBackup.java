package dev.researchlab.adapters.postgres.backup;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Copies the tables of all projects out of a database, all of one moment, and into an empty one.
 * Evaluations are not among them: they may be kept elsewhere.
 */
public final class TableBackup {

  private static final String PROJECTS = "projects";

  /** Those whose rows belong to a project. */
  private static final List<String> OF_PROJECTS =
      List.of(
          "api_keys",
          "models",
          "responses",
          "datasets",
          "dataset_versions",
          "prompts",
          "prompt_versions",
          "prompt_labels",
          "experiments",
          "runs",
          "audit_log");

  /** Those that older backups do not have. */
  private static final Set<String> ADDED = Set.of("api_keys");

  /** Where the rows of a table go to, or come from. */
  public interface Files {

    /** A new file, which the caller closes. */
    OutputStream create(String name) throws IOException;

    /** Whether a file was created. */
    boolean has(String name);

    /** A file that was created. */
    InputStream open(String name) throws IOException;
  }

  private final Database database;

  public TableBackup(Database database) {
    this.database = database;
  }

  /** Writes a file for each table of each project, and says which runs each project has. */
  public Map<ProjectId, List<RunId>> write(Files files) throws IOException {
    try (Connection connection = database.connection(ProjectId.DEFAULT)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      }
      copyOut(connection, PROJECTS, files, PROJECTS);
      Map<ProjectId, List<RunId>> runs = new LinkedHashMap<>();
      for (UUID id : ids(connection, "SELECT id FROM projects ORDER BY id")) {
        ProjectId project = new ProjectId(id);
        use(connection, project);
        for (String table : OF_PROJECTS) {
          copyOut(connection, table, files, file(project, table));
        }
        runs.put(
            project,
            ids(connection, "SELECT id FROM runs ORDER BY id").stream().map(RunId::new).toList());
      }
      connection.rollback();
      return runs;
    } catch (SQLException e) {
      throw database.translate(e);
    }
  }

  /** Reads those files into the tables: all of them, or, where one cannot be read, none. */
  public void read(List<ProjectId> projects, Files files) throws IOException {
    try (Connection connection = database.connection(ProjectId.DEFAULT)) {
      connection.setAutoCommit(false);
      try {
        copyIn(connection, PROJECTS, files, PROJECTS);
        for (ProjectId project : projects) {
          use(connection, project);
          for (String table : OF_PROJECTS) {
            String name = file(project, table);
            if (!ADDED.contains(table) || files.has(name)) {
              copyIn(connection, table, files, name);
            }
          }
        }
        connection.commit();
      } catch (SQLException | IOException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw database.translate(e);
    }
  }

  /** Whether nothing was ever stored: there is the default project alone, and nothing in it. */
  public boolean isEmpty() {
    return database.connected(
        ProjectId.DEFAULT,
        connection -> {
          boolean empty = ids(connection, "SELECT id FROM projects").size() == 1;
          for (String table : OF_PROJECTS) {
            try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
              empty &= !row.next();
            }
          }
          return empty;
        });
  }

  private static String file(ProjectId project, String table) {
    return project + "/" + table;
  }

  private static void use(Connection connection, ProjectId project) throws SQLException {
    try (PreparedStatement use =
        connection.prepareStatement("SELECT set_config('lab.project', ?, true)")) {
      use.setString(1, project.toString());
      use.execute();
    }
  }

  private static List<UUID> ids(Connection connection, String query) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        ids.add(row.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  private static void copyOut(Connection connection, String table, Files files, String name)
      throws SQLException, IOException {
    Columns columns = Columns.of(connection, table);
    try (OutputStream file = files.create(name)) {
      copies(connection)
          .copyOut(
              "COPY (SELECT %s FROM %s%s) TO STDOUT"
                  .formatted(columns.names(), table, columns.order()),
              file);
    }
  }

  /** By way of a table without row-level security, as COPY writes to no other. */
  private static void copyIn(Connection connection, String table, Files files, String name)
      throws SQLException, IOException {
    String columns = Columns.of(connection, table).names();
    try (Statement statement = connection.createStatement();
        InputStream file = files.open(name)) {
      statement.execute(
          "CREATE TEMPORARY TABLE arriving AS SELECT %s FROM %s WITH NO DATA"
              .formatted(columns, table));
      copies(connection).copyIn("COPY arriving FROM STDIN", file);
      statement.execute(
          "INSERT INTO %1$s (%2$s) SELECT %2$s FROM arriving%3$s"
              .formatted(table, columns, table.equals(PROJECTS) ? " ON CONFLICT DO NOTHING" : ""));
      statement.execute("DROP TABLE arriving");
    }
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /**
   * The columns of a table, without the one that the database counts by itself.
   *
   * @param order by that column, where there is one
   */
  private record Columns(String names, String order) {

    static Columns of(Connection connection, String table) throws SQLException {
      List<String> names = new ArrayList<>();
      String order = "";
      try (PreparedStatement query =
          connection.prepareStatement(
              """
              SELECT column_name, is_identity FROM information_schema.columns
              WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position
              """)) {
        query.setString(1, table);
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            if (row.getString("is_identity").equals("YES")) {
              order = " ORDER BY " + row.getString("column_name");
            } else {
              names.add(row.getString("column_name"));
            }
          }
        }
      }
      return new Columns(String.join(", ", names), order);
    }
  }
}
