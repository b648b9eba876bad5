package dev.researchlab.adapters.postgres.embedded;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another process that has an embedded PostgreSQL, until its input ends or it is killed. */
final class LabProcess {

  private LabProcess() {}

  /** Says on its output that it started, or why not. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(Path.of(arguments[0]), TestDatabase.cache(), false)) {
      System.out.println("started " + postgres.process().orElseThrow().pid());
      int ignored = System.in.read();
    } catch (InvalidException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                LabProcess.class.getName(),
                directory.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
