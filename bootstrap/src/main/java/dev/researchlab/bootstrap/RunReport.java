package dev.researchlab.bootstrap;

import dev.researchlab.application.ResearchLab;
import dev.researchlab.client.LabClient;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How and where a run's results are reported: options that several commands have. */
final class RunReport {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the report is written: table or json. Default: table.")
  private ReportFormat format;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Writes evaluations.jsonl, summary.json and manifest.json into a new or empty folder.")
  private @Nullable Path out;

  /** Refuses, before anything is done, a folder that cannot be written to. */
  void requireUsableFolder() {
    if (out != null) {
      ResultFolder.requireUsable(out);
    }
  }

  /** As below, of a run of a lab that is served elsewhere. */
  void write(LabClient lab, String run) {
    PrintWriter stdout = spec.commandLine().getOut();
    switch (format) {
      case TABLE -> stdout.print(lab.summaryTables(run));
      case JSON -> ResultFolder.write(stdout, lab.summary(run));
    }
    stdout.flush();
    if (out != null) {
      new ResultFolder(out).write(lab, run);
      sayWhereItIs(out);
    }
  }

  private void sayWhereItIs(Path folder) {
    PrintWriter stderr = spec.commandLine().getErr();
    stderr.println("Wrote evaluations.jsonl, summary.json and manifest.json to " + folder);
    stderr.flush();
  }

  void write(ResearchLab lab, Run run) {
    RunSummary summary = lab.comparisons().summarize(ProjectId.DEFAULT, run.id());
    PrintWriter stdout = spec.commandLine().getOut();
    switch (format) {
      case TABLE -> new TableReport(run, summary).writeTo(stdout);
      case JSON -> ResultFolder.writeSummary(stdout, run, summary);
    }
    stdout.flush();
    if (out != null) {
      new ResultFolder(out).write(lab, run, summary);
      sayWhereItIs(out);
    }
  }
}
