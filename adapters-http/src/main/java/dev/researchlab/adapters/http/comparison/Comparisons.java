package dev.researchlab.adapters.http.comparison;

import dev.researchlab.adapters.http.run.RunReports;
import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.ports.driving.comparison.ForComparingResults;
import dev.researchlab.ports.driving.run.ForRunningExperiments;

/** {@code /comparisons}. */
public final class Comparisons implements Routes.Resource {

  private final ForComparingResults comparisons;
  private final ForRunningExperiments runs;
  private final RunReports reports;

  public Comparisons(
      ForComparingResults comparisons, ForRunningExperiments runs, RunReports reports) {
    this.comparisons = comparisons;
    this.runs = runs;
    this.reports = reports;
  }

  @Override
  public void addTo(Routes routes) {
    routes.get("/api/v1/comparisons", this::compare, "text/plain");
  }

  private Reply compare(Call call) {
    call.knows("baseline_run_id", "run_id");
    Run baseline = runs.run(call.project(), run(call, "baseline_run_id"));
    Run other = runs.run(call.project(), run(call, "run_id"));
    RunComparison comparison = comparisons.compare(call.project(), baseline.id(), other.id());
    return call.wantsText()
        ? Reply.stream(
            "text/plain; charset=utf-8",
            out -> reports.writeTables(baseline, other, comparison, out))
        : Reply.stream("application/json", out -> reports.writeComparison(comparison, out));
  }

  private static RunId run(Call call, String name) {
    RunId run = call.queryId(name, RunId::new);
    if (run == null) {
      throw Problem.invalid(name, "is missing; name two runs").asException();
    }
    return run;
  }
}
