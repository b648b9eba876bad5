package dev.researchlab.bootstrap;

import dev.researchlab.application.ResearchLab;
import dev.researchlab.client.LabClient;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.run.RunStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    RemoteLab remote = environment.remote();
    if (remote != null) {
      show(remote.client().runs().limit(limit).map(it -> row(remote.client(), it)).toList());
      return ExitCode.DONE;
    }
    try (Session session = environment.session()) {
      ResearchLab lab = session.lab();
      List<Run> runs = lab.runs().recent(ProjectId.DEFAULT, null, limit);
      show(runs.stream().map(run -> row(lab, run)).toList());
      return ExitCode.DONE;
    }
  }

  /** A line of the table. */
  private record Row(
      String run,
      String experiment,
      Instant started,
      String status,
      long done,
      long planned,
      List<String> variants) {}

  private void show(List<Row> rows) {
    PrintWriter out = spec.commandLine().getOut();
    if (rows.isEmpty()) {
      out.println("No runs are kept yet. Start with: lab run FILE");
    } else {
      table(rows).writeTo(out);
    }
    out.flush();
  }

  private static TextTable table(List<Row> rows) {
    TextTable table =
        new TextTable("run", "experiment", "started", "status", ">done", ">of", "variants");
    for (Row row : rows) {
      table.row(
          row.run(),
          row.experiment(),
          TIME.format(row.started().atZone(ZoneId.systemDefault())),
          row.status(),
          String.format(Locale.ROOT, "%,d", row.done()),
          String.format(Locale.ROOT, "%,d", row.planned()),
          String.join(", ", row.variants()));
    }
    return table;
  }

  private static Row row(ResearchLab lab, Run run) {
    return new Row(
        RunName.of(run),
        run.manifest().experimentName(),
        run.createdAt(),
        status(run),
        done(lab, run),
        run.manifest().trials(),
        run.manifest().variants().stream().map(FrozenVariant::name).toList());
  }

  /** A run of a lab that is served may be going on. */
  private static Row row(LabClient lab, dev.researchlab.client.Run run) {
    return new Row(
        RunName.of(run.id()),
        run.experimentName(),
        run.createdAt(),
        run.status(),
        run.status().equals("completed")
            ? run.trials()
            : RemoteLab.progress(lab.run(run.id())).done(),
        run.trials(),
        run.variants());
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
