package dev.researchlab.adapters.postgres;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.adapters.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A real PostgreSQL, started once in a test JVM: the embedded one, or the server that the
 * environment variable {@code LLM_RESEARCH_TEST_DATABASE_URL} names, whose user may create
 * databases and is no superuser.
 */
public final class TestDatabase {

  private static final Optional<DatabaseUrl> CONFIGURED =
      Optional.ofNullable(System.getenv("LLM_RESEARCH_TEST_DATABASE_URL")).map(DatabaseUrl::parse);

  private static final class Shared {
    static final DatabaseUrl URL = CONFIGURED.orElseGet(TestDatabase::startEmbedded);
    static final Database DATABASE = Database.open(URL);
  }

  private TestDatabase() {}

  /** The database that tests share: each uses projects of its own. */
  public static Database shared() {
    return Shared.DATABASE;
  }

  /** A new empty database on the same server, gone when the JVM ends. */
  public static DatabaseUrl fresh() {
    return fresh("lab");
  }

  /** As above, its name starting like this. */
  public static DatabaseUrl fresh(String prefix) {
    String name = prefix + " " + UUID.randomUUID();
    execute(administrator(), "CREATE DATABASE \"" + name + "\" OWNER " + Shared.URL.user());
    if (CONFIGURED.isPresent()) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> execute(administrator(), "DROP DATABASE \"" + name + "\" WITH (FORCE)")));
    }
    return Shared.URL.withDatabase(name);
  }

  /** Where the unpacked programs are kept between builds. */
  public static Path cache() {
    return Path.of(System.getProperty("user.home"), ".cache", "research-lab");
  }

  /** Deletes a folder with what it holds. */
  public static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Executes statements as the user of the URL, outside of any project. */
  public static void execute(DatabaseUrl url, String... statements) {
    try (Connection connection = Database.connect(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DatabaseUrl administrator() {
    return CONFIGURED.orElseGet(
        () ->
            Shared.URL
                .withDatabase("postgres")
                .withUser("administrator", String.valueOf(Shared.URL.password())));
  }

  private static DatabaseUrl startEmbedded() {
    try {
      Path directory = Files.createTempDirectory("research-lab-postgres");
      EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, cache(), false);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres, directory)));
      return postgres.url();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(EmbeddedPostgres postgres, Path directory) {
    postgres.close();
    delete(directory);
  }
}
