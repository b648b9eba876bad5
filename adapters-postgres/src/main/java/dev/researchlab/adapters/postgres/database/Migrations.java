package dev.researchlab.adapters.postgres.database;

import dev.researchlab.domain.InvalidException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the tables of a database to the form that this version of the lab knows. */
final class Migrations {

  /** The newest form that this version knows: the number of its last migration. */
  static final int NEWEST = 2;

  static final String LOCATION = "classpath:dev/researchlab/adapters/postgres/migration";

  private Migrations() {}

  /**
   * Runs what has not been run, under a lock that lets one process at a time do it. Each migration
   * is one transaction: of an interrupted one nothing stays, and the next start runs it again.
   *
   * @throws InvalidException if the database is of a newer version of the lab, or of something else
   */
  static void run(Connection connection, DatabaseUrl url, String location) throws SQLException {
    int current = current(connection);
    if (current > NEWEST) {
      throw new InvalidException(
          ("the database '%s' is of a newer version of the lab (its tables are of form %d, this"
                  + " version knows %d); use that version, or another database")
              .formatted(url.database(), current, NEWEST));
    }
    // Flyway takes half a second to find that there is nothing to do.
    if (current < NEWEST) {
      migrate(url, location);
    }
  }

  /** The form of the tables; 0 where there are none. */
  static int current(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery("SELECT to_regclass('flyway_schema_history') IS NOT NULL")) {
        table.next();
        if (!table.getBoolean(1)) {
          return 0;
        }
      }
      try (ResultSet newest =
          statement.executeQuery(
              "SELECT coalesce(max(version::int), 0) FROM flyway_schema_history WHERE success")) {
        newest.next();
        return newest.getInt(1);
      }
    }
  }

  private static void migrate(DatabaseUrl url, String location) throws SQLException {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(url.jdbc(), url.user(), url.password())
          .jdbcProperties(url.options())
          .locations(location)
          .target(MigrationVersion.fromVersion(Integer.toString(NEWEST)))
          .load()
          .migrate();
    } catch (FlywayException e) {
      if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
        throw new InvalidException(
            "the database '%s' holds tables that are not the lab's; create a database for the lab"
                    .formatted(url.database())
                + " alone",
            e);
      }
      SQLException cause = SqlFailures.below(e);
      if (cause != null) {
        throw cause;
      }
      throw new IllegalStateException(
          "the tables of %s cannot be brought to form %d: %s"
              .formatted(url, NEWEST, e.getMessage()),
          e);
    }
  }
}
