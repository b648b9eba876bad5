package dev.researchlab.bootstrap;

import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Goes on with a run that was interrupted. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Goes on with a run that was stopped, failed or crashed: what has its evaluation is not",
      "asked again, the rest is run as it was planned. Then reports as 'lab run' does.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lab resume latest",
      "  lab resume 9c1b03aa --format json",
      "",
      "Exit codes:  0 done, 1 the run failed or nothing was answered, 2 bad input,",
      "             130 interrupted (what was done is kept)"
    })
final class ResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Parameters(index = "0", paramLabel = "RUN", description = RunName.DESCRIPTION)
  private String name;

  @Mixin private RunReport report;
  @Mixin private RunWatch watch;

  @Override
  public Integer call() throws InterruptedException {
    report.requireUsableFolder();
    RemoteLab remote = environment.remote();
    if (remote != null) {
      return call(remote);
    }
    try (Session session = environment.session()) {
      ResearchLab lab = session.lab();
      Run run = RunName.find(lab, name);
      if (run.status() == RunStatus.COMPLETED) {
        sayComplete(RunName.of(run));
      } else {
        run = watch.untilEnd(session, lab.runs().resume(ProjectId.DEFAULT, run.id()));
        watch.sayWhatNext(run);
      }
      report.write(lab, run);
      return watch.exitCode(lab, run);
    }
  }

  private int call(RemoteLab remote) {
    dev.researchlab.client.Run run = remote.find(name);
    if (run.status().equals("completed")) {
      sayComplete(RunName.of(run.id()));
      run = remote.client().run(run.id());
    } else {
      run = watch.untilEnd(remote, remote.client().resume(run.id()));
      watch.sayWhatNext(RunName.of(run.id()), run.status().equals("completed"));
    }
    report.write(remote.client(), run.id());
    return watch.exitCode(RemoteLab.progress(run));
  }

  private void sayComplete(String run) {
    PrintWriter stderr = spec.commandLine().getErr();
    stderr.println("Run " + run + " is complete; there is nothing to resume.");
    stderr.flush();
  }
}
