package dev.researchlab.bootstrap;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Brings a backup back. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Brings a backup into a lab that holds nothing yet, whether it keeps things as the one that",
      "was backed up did or elsewhere: so that a laptop's lab can move to servers.",
      ""
    },
    footer = {"", "Example:", "  LLM_RESEARCH_DATA_DIR=restored lab restore lab-2026-11.zip"})
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Parameters(index = "0", paramLabel = "FILE", description = "What 'lab backup' wrote.")
  private Path file;

  @Override
  public Integer call() {
    try (Stores stores = environment.stores()) {
      spec.commandLine()
          .getOut()
          .println(BackupCommand.said("Restored", new Backup(stores).read(file)));
      return ExitCode.DONE;
    }
  }
}
