package dev.researchlab.adapters.http.comparison;

import dev.researchlab.adapters.http.run.RunReports;
import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.ports.driving.comparison.ForComparingResults;

/** {@code /comparisons}. */
public final class Comparisons implements Routes.Resource {

  private final ForComparingResults comparisons;
  private final RunReports reports;

  public Comparisons(ForComparingResults comparisons, RunReports reports) {
    this.comparisons = comparisons;
    this.reports = reports;
  }

  @Override
  public void addTo(Routes routes) {
    routes.get("/api/v1/comparisons", this::compare);
  }

  private Reply compare(Call call) {
    call.knows("baseline_run_id", "run_id");
    RunComparison comparison =
        comparisons.compare(call.project(), run(call, "baseline_run_id"), run(call, "run_id"));
    return Reply.stream("application/json", out -> reports.writeComparison(comparison, out));
  }

  private static RunId run(Call call, String name) {
    RunId run = call.queryId(name, RunId::new);
    if (run == null) {
      throw Problem.invalid(name, "is missing; name two runs").asException();
    }
    return run;
  }
}
