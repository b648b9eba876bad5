package dev.researchlab.bootstrap;

import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunEvent;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Watches a run to its end and says how it ended: what `run` and `resume` have in common. */
final class RunWatch {

  private static final Duration LOOK = Duration.ofMillis(100);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-q", "--quiet"},
      description = "Shows no progress.")
  private boolean quiet;

  /** Shows the progress until the run has ended; Ctrl-C stops the run. */
  Run untilEnd(Session session, Run run) throws InterruptedException {
    ResearchLab lab = session.lab();
    session.onInterrupt(() -> lab.runs().stop(ProjectId.DEFAULT, run.id()));
    try (ProgressDisplay display = ProgressDisplay.on(spec.commandLine().getErr(), quiet)) {
      Run current = run;
      long lastEvent = 0;
      while (current.status() == RunStatus.RUNNING) {
        current = lab.runs().await(ProjectId.DEFAULT, run.id(), LOOK);
        if (current.status() == RunStatus.RUNNING) {
          RunProgress progress = lab.runs().progress(ProjectId.DEFAULT, run.id());
          List<RunEvent> events = lab.runs().events(ProjectId.DEFAULT, run.id(), lastEvent);
          lastEvent = events.isEmpty() ? lastEvent : events.getLast().number();
          display.tell(events);
          display.show(progress);
        }
      }
      display.show(lab.runs().progress(ProjectId.DEFAULT, run.id()));
      return current;
    }
  }

  /** As above, of a run of a lab that is served elsewhere. */
  dev.researchlab.client.Run untilEnd(RemoteLab lab, dev.researchlab.client.Run run) {
    return lab.untilEnd(run, ProgressDisplay.on(spec.commandLine().getErr(), quiet));
  }

  int exitCode(ResearchLab lab, Run run) {
    return exitCode(lab.runs().progress(ProjectId.DEFAULT, run.id()));
  }

  int exitCode(RunProgress progress) {
    return switch (progress.status()) {
      case COMPLETED -> {
        if (progress.answered() > 0) {
          yield ExitCode.DONE;
        }
        say("lab: no trial was answered; the report says why");
        yield ExitCode.RUN_FAILED;
      }
      case STOPPED -> ExitCode.INTERRUPTED;
      case PENDING, RUNNING, PAUSED, FAILED -> ExitCode.RUN_FAILED;
    };
  }

  /** Says, for a run that is kept, what can be done with it. */
  void sayWhatNext(Run run) {
    sayWhatNext(RunName.of(run), run.status() == RunStatus.COMPLETED);
  }

  void sayWhatNext(String name, boolean completed) {
    say(
        completed
            ? "Kept as run %s: lab show %s".formatted(name, name)
            : "Kept as run %s; what is missing is run by: lab resume %s".formatted(name, name));
  }

  private void say(String line) {
    PrintWriter stderr = spec.commandLine().getErr();
    stderr.println(line);
    stderr.flush();
  }
}
