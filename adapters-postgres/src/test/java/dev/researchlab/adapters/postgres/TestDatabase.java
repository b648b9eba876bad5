package dev.researchlab.adapters.postgres;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.adapters.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real PostgreSQL, started once in a test JVM: the embedded one, or the server that the
 * environment variable {@code LLM_RESEARCH_TEST_DATABASE_URL} names.
 */
public final class TestDatabase {

  private static final class Shared {
    static final DatabaseUrl URL =
        Optional.ofNullable(System.getenv("LLM_RESEARCH_TEST_DATABASE_URL"))
            .map(DatabaseUrl::parse)
            .orElseGet(TestDatabase::startEmbedded);
    static final Database DATABASE = Database.open(URL);
  }

  private TestDatabase() {}

  /** The database that tests share: each uses projects of its own. */
  public static Database shared() {
    return Shared.DATABASE;
  }

  /** Where the unpacked programs are kept between builds. */
  public static Path cache() {
    return Path.of(System.getProperty("user.home"), ".cache", "research-lab");
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
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
