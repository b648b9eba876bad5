package dev.researchlab.adapters.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.testkit.project.Projects;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the pool's ten connections when statements fail. */
class ConnectionsIT {

  private static final int MANY = 50;

  private final ProjectId project = Projects.fresh();
  private final Database database = Database.open(TestDatabase.shared().url());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aParameterThatCannotBeBoundCostsNoConnection() {
    String nul = "\0";
    failsManyTimes("invalid byte sequence", () -> select("SELECT ?", nul));
    failsManyTimes("invalid byte sequence", () -> database.execute(project, "SELECT ?", nul));
    failsManyTimes(
        "invalid byte sequence", () -> database.insert(project, "conflict", "SELECT ?", nul));
  }

  @Test
  void aWrongNumberOfParametersCostsNoConnection() {
    failsManyTimes("column index is out of range", () -> select("SELECT 1", "too many"));
    failsManyTimes(
        "column index is out of range", () -> database.execute(project, "SELECT 1", "too many"));
    failsManyTimes("No value specified for parameter", () -> select("SELECT ?"));
    failsManyTimes("No value specified for parameter", () -> database.execute(project, "SELECT ?"));
  }

  @Test
  void aStatementThatIsWrongCostsNoConnection() {
    failsManyTimes("syntax error", () -> select("SELEKT 1"));
    failsManyTimes("syntax error", () -> database.execute(project, "SELEKT 1"));
    failsManyTimes("syntax error", () -> database.insert(project, "conflict", "SELEKT 1"));
    failsManyTimes(
        "syntax error",
        () ->
            database.connected(
                project, connection -> connection.createStatement().execute("SELEKT 1")));
  }

  @Test
  void aRowThatFailsAfterOthersCostsNoConnection() {
    failsManyTimes(
        "division by zero",
        () -> select("SELECT 1 / (5000 - i) AS one FROM generate_series(1, 6000) AS i"));
  }

  @Test
  void aRowThatIsThereAlreadyCostsNoConnection() {
    String add = "INSERT INTO projects (id, name, created_at) VALUES (?::uuid, ?, now())";
    database.insert(project, "unexpected", add, project, "name of " + project);

    for (int i = 0; i < MANY; i++) {
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> database.insert(project, "known already", add, project, "other"))
          .withMessage("known already");
    }
    failsManyTimes(
        "duplicate key",
        () -> database.execute(project, add, UUID.randomUUID(), "name of " + project));
  }

  @Test
  void aReaderThatFailsCostsNoConnectionAndKeepsItsReason() {
    RuntimeException reason = new IllegalArgumentException("not what was expected");
    for (int i = 0; i < MANY; i++) {
      assertThat(
              catchThrowable(
                  () ->
                      database.query(
                          project,
                          "SELECT generate_series(1, 3)",
                          row -> {
                            throw reason;
                          })))
          .isSameAs(reason)
          .hasNoSuppressedExceptions();
      assertThat(
              catchThrowable(
                  () ->
                      database.connected(
                          project,
                          connection -> {
                            throw reason;
                          })))
          .isSameAs(reason)
          .hasNoSuppressedExceptions();
    }
    worksPromptly();
  }

  @Test
  void aTransactionThatIsLeftOpenIsUndone() {
    database.connected(
        project,
        connection -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(
                "INSERT INTO projects VALUES ('" + project + "', '" + project + "', now())");
          }
        });

    assertThat(select("SELECT name FROM projects WHERE id = ?::uuid", project)).isEmpty();
    worksPromptly();
  }

  @Test
  void worksForTheProjectOfEachCallWhateverTheOneBeforeWas() {
    String current = "SELECT current_setting('lab.project') AS project";
    List<ProjectId> projects = List.of(project, Projects.fresh(), Projects.fresh());
    for (int i = 0; i < MANY; i++) {
      ProjectId next = projects.get(i * i % 3);

      assertThat(database.query(next, current, row -> Rows.text(row, "project")))
          .containsExactly(next.toString());
    }
  }

  @Test
  void goesOnWhenTheServerEndedItsConnections() {
    DatabaseUrl own = TestDatabase.fresh();
    try (Database ended = Database.open(own)) {
      assertThat(ended.query(project, "SELECT 1", row -> row)).hasSize(1);
      TestDatabase.execute(
          own,
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

      // What was given out a moment ago is not tried before it is given out again.
      Throwable first = catchThrowable(() -> ended.query(project, "SELECT 1", row -> row));
      if (first != null) {
        assertThat(first)
            .isInstanceOf(UnavailableException.class)
            .hasMessageStartingWith("PostgreSQL at " + own.host() + ":" + own.port());
      }
      assertThat(ended.query(project, "SELECT 1", row -> row)).hasSize(1);
    }
  }

  private List<String> select(String sql, Object... parameters) {
    return database.query(project, sql, row -> row.column(1).get(String.class), parameters);
  }

  private void failsManyTimes(String reason, ThrowingCallable statement) {
    for (int i = 0; i < MANY; i++) {
      assertThat(catchThrowable(statement)).hasStackTraceContaining(reason);
    }
    worksPromptly();
  }

  private void worksPromptly() {
    Instant start = Instant.now();
    for (int i = 0; i < 20; i++) {
      assertThat(select("SELECT 'one' AS text")).containsExactly("one");
    }
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }
}
