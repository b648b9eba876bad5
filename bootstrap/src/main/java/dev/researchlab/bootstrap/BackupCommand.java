package dev.researchlab.bootstrap;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Copies everything that is kept into a file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copies everything that is kept (experiments, runs, evaluations, datasets) into a file, from",
      "the embedded default or from the servers that the environment names.",
      ""
    },
    footer = {"", "Example:", "  lab backup lab-2026-11.zip"})
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Parameters(index = "0", paramLabel = "FILE", description = "The new file, a ZIP.")
  private Path file;

  @Override
  public Integer call() {
    try (Stores stores = environment.stores()) {
      spec.commandLine().getOut().println(said("Backed up", new Backup(stores).write(file)));
      return ExitCode.DONE;
    }
  }

  static String said(String done, Backup.Contents contents) {
    return String.format(
        Locale.ROOT,
        "%s %,d runs, %,d evaluations and %,d blobs",
        done,
        contents.runs(),
        contents.evaluations(),
        contents.blobs());
  }
}
