package dev.researchlab.adapters.http.run;

import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunEstimate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What was found, in the forms that files of results have as well. */
public interface RunReports {

  /** The JSON object of a run's manifest. */
  void writeManifest(Run run, OutputStream out) throws IOException;

  /** The JSON object of a run's summary. */
  void writeSummary(Run run, RunSummary summary, OutputStream out) throws IOException;

  /** The summary as tables for people. */
  void writeTables(Run run, RunSummary summary, OutputStream out) throws IOException;

  /** The summary as one page that needs nothing else. */
  void writePage(Run run, RunSummary summary, OutputStream out) throws IOException;

  /** The JSON object of a comparison. */
  void writeComparison(RunComparison comparison, OutputStream out) throws IOException;

  /** The comparison as tables for people. */
  void writeTables(Run baseline, Run other, RunComparison comparison, OutputStream out)
      throws IOException;

  /** The JSON object of what a run would take. */
  void writeEstimate(RunEstimate estimate, OutputStream out) throws IOException;

  /** Evaluations as JSON lines. */
  void writeJsonLines(Stream<Evaluation> evaluations, OutputStream out) throws IOException;

  /**
   * Evaluations as a Parquet table.
   *
   * @param metrics the names of the run's metrics
   */
  void writeParquet(Stream<Evaluation> evaluations, List<String> metrics, Path file)
      throws IOException;

  /** Evaluations as CSV with a line of names. */
  void writeCsv(Stream<Evaluation> evaluations, OutputStream out) throws IOException;
}
