package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Brings the schema of a database up to what this program knows. Every statement may run again, and
 * a migration is noted after its last one: so one that was interrupted is completed by the next
 * start, and programs that start at the same moment do not disturb each other.
 */
final class Migrations {

  /** The files of statements; the first is version 1. */
  private static final List<String> FILES = List.of("1-evaluations.sql");

  private Migrations() {}

  static void run(ClickHouse clickHouse, String database) {
    Map<String, Object> name = Map.of("database", database);
    // Only where it is missing: the right to use a database is not the right to create one.
    boolean missing =
        clickHouse.query(
            "SELECT count() FROM system.databases WHERE name = {database:String}",
            name,
            "system",
            rows -> rows.readLong() == 0);
    if (missing) {
      clickHouse.execute("CREATE DATABASE IF NOT EXISTS {database:Identifier}", name, "system");
    }
    clickHouse.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations"
            + " (version Int64, applied_at DateTime DEFAULT now())"
            + " ENGINE = MergeTree ORDER BY version",
        Map.of(),
        database);
    long version =
        clickHouse.query(
            "SELECT max(version) FROM schema_migrations", Map.of(), RowBinaryReader::readLong);
    if (version > FILES.size()) {
      throw new InvalidException(
          ("the ClickHouse database '%s' has schema version %d, and this program knows versions up"
                  + " to %d: use the program that made it, or another database")
              .formatted(database, version, FILES.size()));
    }
    for (long next = version + 1; next <= FILES.size(); next++) {
      for (String statement : statements(FILES.get((int) next - 1))) {
        clickHouse.execute(statement, Map.of(), database);
      }
      clickHouse.execute(
          "INSERT INTO schema_migrations (version) SELECT {version:Int64}",
          Map.of("version", next),
          database);
    }
  }

  static List<String> statements(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the migration " + file + " is not in the program");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.strip().split(";\\s*(?:\\R|$)"));
    } catch (IOException e) {
      throw new UncheckedIOException("the migration " + file + " cannot be read", e);
    }
  }
}
