package dev.researchlab.bootstrap;

import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Compares two runs that are kept. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares two runs that are kept: variants of the same name, or the only ones of both, on",
      "the samples that both answered.",
      ""
    },
    footer = {"", "Example:", "  lab compare 4dbe880c latest"})
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Parameters(
      index = "0",
      paramLabel = "BASELINE",
      description = "The run that is compared with, named as in 'lab show'.")
  private String baselineName;

  @Parameters(index = "1", paramLabel = "RUN", description = "The other run.")
  private String otherName;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the report is written: table or json. Default: table.")
  private ReportFormat format;

  @Override
  public Integer call() {
    RemoteLab remote = environment.remote();
    if (remote != null) {
      return call(remote);
    }
    try (Session session = environment.session()) {
      ResearchLab lab = session.lab();
      Run baseline = RunName.find(lab, baselineName);
      Run other = RunName.find(lab, otherName);
      RunComparison comparison =
          lab.comparisons().compare(ProjectId.DEFAULT, baseline.id(), other.id());
      PrintWriter out = spec.commandLine().getOut();
      switch (format) {
        case TABLE -> writeTables(out, baseline, other, comparison);
        case JSON -> ResultFolder.writeComparison(out, comparison);
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  private int call(RemoteLab remote) {
    String baseline = remote.find(baselineName).id();
    String other = remote.find(otherName).id();
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TABLE -> out.print(remote.client().comparisonTables(baseline, other));
      case JSON -> ResultFolder.write(out, remote.client().compare(baseline, other));
    }
    out.flush();
    return ExitCode.DONE;
  }

  static void writeTables(PrintWriter out, Run baseline, Run other, RunComparison comparison) {
    out.println();
    out.printf(
        "%s (%s) against %s (%s)%n",
        RunName.of(other),
        other.manifest().experimentName(),
        RunName.of(baseline),
        baseline.manifest().experimentName());
    for (RunSummary pair : comparison.pairs()) {
      out.println();
      new Findings(pair).writeTo(out);
    }
    if (!comparison.sameQuestions()) {
      out.println();
      out.println(
          "Note: the runs asked different versions of their dataset; samples are matched by their"
              + " ids");
    }
  }
}
