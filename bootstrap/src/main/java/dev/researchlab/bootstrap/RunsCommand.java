package dev.researchlab.bootstrap;

import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.run.RunStatus;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lists the runs that are kept. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {"Lists the runs that are kept, newest first.", ""})
final class RunsCommand implements Callable<Integer> {

  private static final int MOST = 1_000;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most, 1 to 1000. Default: 20.")
  private int limit;

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new InvalidException("--limit must be 1 to " + MOST + ", not " + limit);
    }
    try (Session session = environment.session()) {
      ResearchLab lab = session.lab();
      List<Run> runs = lab.runs().recent(ProjectId.DEFAULT, null, limit);
      PrintWriter out = spec.commandLine().getOut();
      if (runs.isEmpty()) {
        out.println("No runs are kept yet. Start with: lab run FILE");
      } else {
        table(lab, runs).writeTo(out);
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  private static TextTable table(ResearchLab lab, List<Run> runs) {
    TextTable table =
        new TextTable("run", "experiment", "started", "status", ">done", ">of", "variants");
    for (Run run : runs) {
      long planned = run.manifest().trials();
      table.row(
          RunName.of(run),
          run.manifest().experimentName(),
          TIME.format(run.createdAt().atZone(ZoneId.systemDefault())),
          status(run),
          String.format(Locale.ROOT, "%,d", done(lab, run)),
          String.format(Locale.ROOT, "%,d", planned),
          run.manifest().variants().stream()
              .map(FrozenVariant::name)
              .collect(Collectors.joining(", ")));
    }
    return table;
  }

  /** To count is slow for large runs, and of complete ones it is known. */
  private static long done(ResearchLab lab, Run run) {
    return run.status() == RunStatus.COMPLETED
        ? run.manifest().trials()
        : lab.runs().progress(ProjectId.DEFAULT, run.id()).done();
  }

  /** No run goes on while this command has the stores: what is said to was interrupted. */
  private static String status(Run run) {
    return switch (run.status()) {
      case RUNNING, PENDING -> "interrupted";
      case PAUSED, COMPLETED, STOPPED, FAILED -> run.status().name().toLowerCase(Locale.ROOT);
    };
  }
}
