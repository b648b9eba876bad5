package dev.researchlab.bootstrap;

import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunStatus;
import java.io.PrintWriter;
import java.util.Locale;

/** What a run found, for a person to read. */
final class TableReport {

  private final Run run;
  private final RunSummary summary;

  TableReport(Run run, RunSummary summary) {
    this.run = run;
    this.summary = summary;
  }

  void writeTo(PrintWriter out) {
    out.println();
    out.printf(
        Locale.ROOT,
        "%s: run %d %s, %,d of %,d trials%n%n",
        run.manifest().experimentName(),
        run.number(),
        lower(run.status()),
        summary.evaluated(),
        summary.planned());
    RunFailure failure = run.failure();
    if (failure != null) {
      out.println(
          (run.status() == RunStatus.FAILED ? "The run failed: " : "The run was stopped: ")
              + failure.message());
      out.println();
    }
    new Findings(summary).writeTo(out);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
