package dev.researchlab.adapters.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.adapters.postgres.model.PostgresModelStore;
import dev.researchlab.adapters.postgres.project.PostgresApiKeyStore;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.model.Models;
import dev.researchlab.ports.testkit.project.Projects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MigrationsIT {

  private static final String SLOW = "classpath:dev/researchlab/adapters/postgres/slow-migration";

  private final ProjectId project = Projects.fresh();
  private final DatabaseUrl url = TestDatabase.fresh();

  @Test
  void keepsWhatIsThereWhenItIsOpenedAgain() {
    Model model = Models.named(project, "kept");
    try (Database database = Database.open(url)) {
      new PostgresModelStore(database).add(model);
    }
    try (Database database = Database.open(url)) {
      assertThat(new PostgresModelStore(database).list(project)).containsExactly(model);
    }
  }

  @Test
  void bringsTheFirstFormToTheNewest() {
    Flyway.configure()
        .dataSource(url.jdbc(), url.user(), url.password())
        .locations(Migrations.LOCATION)
        .target("1")
        .load()
        .migrate();
    assertThatThrownBy(() -> ask("SELECT count(*) FROM api_keys")).isInstanceOf(SQLException.class);

    try (Database database = Database.open(url)) {
      assertThat(database.<Integer>connected(project, Migrations::current))
          .isEqualTo(Migrations.NEWEST);
      assertThat(new PostgresApiKeyStore(database).list(project)).isEmpty();
    }
  }

  @Test
  void letsSeveralOpenAnEmptyDatabaseAtTheSameMoment()
      throws InterruptedException, ExecutionException {
    List<Integer> forms =
        Race.run(
            6,
            racer ->
                () -> {
                  try (Database database = Database.open(url)) {
                    new PostgresModelStore(database).add(Models.named(project, "m" + racer));
                    return database.connected(project, Migrations::current);
                  }
                });

    assertThat(forms).containsOnly(Migrations.NEWEST);
    try (Database database = Database.open(url)) {
      assertThat(new PostgresModelStore(database).list(project)).hasSize(6);
    }
  }

  @Test
  @Timeout(60)
  void completesWhatWasInterruptedHalfWay() throws SQLException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Database> opening = threads.submit(() -> Database.open(url, SLOW));
      int ended = 0;
      while (ended == 0) {
        assertThat(opening.isDone()).isFalse();
        Thread.sleep(20);
        ended =
            ask(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND state = 'active'"
                    + " AND pid <> pg_backend_pid() AND query LIKE '%pg_sleep(3600)%'");
      }
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(opening::get)
          .havingCause()
          .isInstanceOf(UnavailableException.class)
          .withMessageStartingWith("PostgreSQL at " + url.host() + ":" + url.port())
          .withMessageContaining("terminating connection due to administrator command");
    }
    assertThat(ask("SELECT count(*) FROM pg_tables WHERE tablename = 'projects'")).isZero();

    try (Database database = Database.open(url)) {
      Model model = Models.named(project, "first");
      new PostgresModelStore(database).add(model);
      assertThat(new PostgresModelStore(database).list(project)).containsExactly(model);
    }
  }

  @Test
  void refusesTheDatabaseOfANewerLabInOneLine() {
    Database.open(url).close();
    TestDatabase.execute(
        url,
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success) SELECT max(installed_rank) + 1, '999',"
            + " 'later', 'SQL', 'V999__later.sql', 'x', 1, true FROM flyway_schema_history");

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Database.open(url))
        .withMessage(
            "the database '"
                + url.database()
                + "' is of a newer version of the lab (its tables are of form 999, this version"
                + " knows "
                + Migrations.NEWEST
                + "); use that version, or another database");
  }

  @Test
  void refusesTheDatabaseOfSomethingElse() throws SQLException {
    TestDatabase.execute(url, "CREATE TABLE orders (id int)", "INSERT INTO orders VALUES (7)");

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Database.open(url))
        .withMessage(
            "the database '"
                + url.database()
                + "' holds tables that are not the lab's; create a database for the lab alone");
    assertThat(ask("SELECT id FROM orders")).isEqualTo(7);
    assertThat(ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).isEqualTo(1);
  }

  @Test
  void makesTheTablesWhereTheOptionsSay() throws SQLException {
    TestDatabase.execute(url, "CREATE SCHEMA laboratory");
    DatabaseUrl inSchema =
        new DatabaseUrl(
            url.host(),
            url.port(),
            url.database(),
            url.user(),
            url.password(),
            Map.of("currentSchema", "laboratory"));
    Model model = Models.named(project, "first");
    try (Database database = Database.open(inSchema)) {
      new PostgresModelStore(database).add(model);
    }

    assertThat(ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).isZero();
    try (Database database = Database.open(inSchema)) {
      assertThat(new PostgresModelStore(database).list(project)).containsExactly(model);
    }
  }

  @Test
  void takesADatabaseOfAnyName() {
    try (Database database = Database.open(TestDatabase.fresh("my lab+%/?&=\u00e9"))) {
      assertThat(new PostgresModelStore(database).list(project)).isEmpty();
    }
  }

  private int ask(String query) throws SQLException {
    try (Connection connection = Database.connect(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
