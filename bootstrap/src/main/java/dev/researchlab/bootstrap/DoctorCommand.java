package dev.researchlab.bootstrap;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.domain.ResearchLabException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks whether everything that a lab needs is there. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks whether each place where the lab keeps things works, and says what is wrong.",
      ""
    },
    footer = {"", "Exit codes:  0 all is well, 1 something does not work"})
final class DoctorCommand implements Callable<Integer> {

  private static final byte[] PROBE = "lab doctor".getBytes(StandardCharsets.UTF_8);

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  private boolean well = true;

  private interface Check {
    String run() throws IOException;
  }

  @Override
  public Integer call() {
    Settings settings = environment.settings();
    PrintWriter out = spec.commandLine().getOut();
    try (Stores stores = Stores.unopened(settings)) {
      check(out, "disk", () -> disk(settings.dataDirectory()));
      check(out, "database", () -> database(stores, settings));
      check(out, "evaluations", () -> evaluations(stores, settings));
      check(out, "blobs", () -> blobs(stores, settings));
    }
    return well ? ExitCode.DONE : ExitCode.RUN_FAILED;
  }

  private void check(PrintWriter out, String name, Check check) {
    String state = "ok";
    String said;
    try {
      said = check.run();
    } catch (ResearchLabException | IOException e) {
      state = "FAILED";
      said = String.valueOf(e.getMessage());
      well = false;
    }
    out.printf("%-12s %-7s %s%n", name, state, said);
    out.flush();
  }

  private static String disk(Path directory) throws IOException {
    Path present = directory;
    while (present.getParent() != null && !Files.exists(present)) {
      present = present.getParent();
    }
    long free = Files.getFileStore(present).getUsableSpace();
    return "%s, %,d MB free".formatted(directory, free >> 20);
  }

  private static String database(Stores stores, Settings settings) {
    Database database = stores.database();
    String where = settings.databaseUrl() == null ? "embedded" : database.url().toString();
    return "%s, PostgreSQL %s%s"
        .formatted(
            where,
            database.serverVersion(),
            database.isPrivileged()
                ? "; its user may pass by row-level security, use one without that right"
                : "");
  }

  private static String evaluations(Stores stores, Settings settings) {
    long ignored = stores.evaluations().count(ProjectId.DEFAULT, new RunId(new UUID(0, 0)));
    return settings.clickHouseUrl() == null ? "in the database" : "in ClickHouse";
  }

  private static String blobs(Stores stores, Settings settings) throws IOException {
    ContentHash hash = stores.blobs().put(ProjectId.DEFAULT, new ByteArrayInputStream(PROBE));
    try (InputStream content = stores.blobs().get(ProjectId.DEFAULT, hash).orElseThrow()) {
      content.readAllBytes();
    }
    stores.blobs().delete(ProjectId.DEFAULT, hash);
    return settings.bucket() == null
        ? "in " + settings.dataDirectory().resolve("blobs")
        : "in the bucket " + settings.bucket();
  }
}
