package dev.researchlab.adapters.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.testkit.project.Projects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The database hides other projects by itself, whatever a statement forgets to say. */
class RowLevelSecurityIT {

  private static final String TABLES =
      """
      SELECT relname FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND relname NOT IN ('projects', 'flyway_schema_history')
      """;

  private static final String REFUSED = "new row violates row-level security policy";

  private static Database database;

  private final ProjectId here = Projects.fresh();
  private final ProjectId there = Projects.fresh();

  @BeforeAll
  static void open() {
    database = Database.open(TestDatabase.fresh());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  static List<String> tables() {
    return ask(ProjectId.DEFAULT, TABLES);
  }

  @BeforeEach
  void addARowForEachProject() {
    for (String table : tables()) {
      assertThat(change(here, insert(table, here))).isEqualTo(1);
      assertThat(change(there, insert(table, there))).isEqualTo(1);
    }
  }

  @Test
  void isOnForEveryTable() {
    assertThat(tables())
        .hasSizeGreaterThanOrEqualTo(11)
        .containsExactlyInAnyOrderElementsOf(
            ask(ProjectId.DEFAULT, TABLES + "AND relrowsecurity AND relforcerowsecurity"));
    assertThat(
            ask(
                ProjectId.DEFAULT,
                "SELECT tablename FROM pg_policies WHERE schemaname = current_schema()"))
        .containsExactlyInAnyOrderElementsOf(tables());
  }

  @Test
  void holdsForTheUserOfTheLab() {
    assertThat(
            ask(
                ProjectId.DEFAULT,
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
        .containsExactly("f");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void showsTheRowsOfTheProjectAlone(String table) {
    assertThat(ask(here, "SELECT project_id FROM " + table)).containsExactly(here.toString());
    assertThat(ask(there, "SELECT project_id FROM " + table)).containsExactly(there.toString());
    assertThat(ask(Projects.fresh(), "SELECT project_id FROM " + table)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void changesAndDeletesTheRowsOfTheProjectAlone(String table) {
    assertThat(change(here, "UPDATE " + table + " SET project_id = project_id")).isEqualTo(1);
    assertThat(change(here, "DELETE FROM " + table)).isEqualTo(1);
    assertThat(change(here, "DELETE FROM " + table)).isZero();
    assertThat(ask(there, "SELECT project_id FROM " + table)).containsExactly(there.toString());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void refusesRowsForAnotherProject(String table) {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> change(here, insert(table, there)))
        .withStackTraceContaining(REFUSED);
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> change(here, "UPDATE " + table + " SET project_id = '" + there + "'"))
        .withStackTraceContaining(REFUSED);
    assertThat(ask(there, "SELECT project_id FROM " + table)).containsExactly(there.toString());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void showsAndTakesNothingWhereNoProjectIsSet(String table) throws SQLException {
    try (Connection connection = Database.connect(database.url());
        Statement statement = connection.createStatement()) {
      assertThat(texts(statement, "SELECT project_id FROM " + table)).isEmpty();
      assertThat(statement.executeUpdate("DELETE FROM " + table)).isZero();
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> statement.executeUpdate(insert(table, here)))
          .withMessageContaining(REFUSED);

      statement.execute("SELECT set_config('lab.project', '', false)");
      assertThat(texts(statement, "SELECT project_id FROM " + table)).isEmpty();
    }
    assertThat(ask(here, "SELECT project_id FROM " + table)).containsExactly(here.toString());
  }

  /** A row with something in every column that needs it, as the catalog describes the table. */
  private static String insert(String table, ProjectId project) {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (String column :
        ask(
            ProjectId.DEFAULT,
            "SELECT column_name || ' ' || data_type FROM information_schema.columns"
                + " WHERE table_schema = current_schema() AND table_name = '"
                + table
                + "' AND is_nullable = 'NO' AND is_identity = 'NO'")) {
      String name = column.substring(0, column.indexOf(' '));
      columns.add(name);
      values.add(
          name.equals("project_id")
              ? "'" + project + "'"
              : switch (column.substring(name.length() + 1)) {
                case "uuid" -> "gen_random_uuid()";
                case "jsonb" -> "'{}'";
                case "timestamp with time zone" -> "now()";
                case "text" -> "'x'";
                case "boolean" -> "true";
                default -> "1";
              });
    }
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(table, String.join(", ", columns), String.join(", ", values));
  }

  private static List<String> ask(ProjectId project, String query) {
    return database.connected(
        project,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return texts(statement, query);
          }
        });
  }

  private static int change(ProjectId project, String sql) {
    return database.connected(
        project,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  private static List<String> texts(Statement statement, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
