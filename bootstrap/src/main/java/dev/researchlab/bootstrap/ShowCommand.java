package dev.researchlab.bootstrap;

import dev.researchlab.domain.run.Run;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Reports a run that is kept. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {"Reports a run that is kept, as 'lab run' did at its end.", ""},
    footer = {
      "",
      "Examples:",
      "  lab show latest",
      "  lab show 9c1b03aa --format json --out results"
    })
final class ShowCommand implements Callable<Integer> {

  @ParentCommand private Main environment;

  @Parameters(index = "0", paramLabel = "RUN", description = RunName.DESCRIPTION)
  private String name;

  @Mixin private RunReport report;

  @Override
  public Integer call() {
    report.requireUsableFolder();
    RemoteLab remote = environment.remote();
    if (remote != null) {
      report.write(remote.client(), remote.find(name).id());
      return ExitCode.DONE;
    }
    try (Session session = environment.session()) {
      Run run = RunName.find(session.lab(), name);
      report.write(session.lab(), run);
      return ExitCode.DONE;
    }
  }
}
