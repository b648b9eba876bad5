package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.comparison.RunSummarizer;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.comparison.VariantPair;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.comparison.ForComparingResults;
import java.util.List;
import java.util.stream.Stream;

final class CompareResults implements ForComparingResults {

  private final DrivenPorts ports;
  private final MetricRegistry metrics;
  private final String labVersion;

  CompareResults(DrivenPorts ports, MetricRegistry metrics, String labVersion) {
    this.ports = ports;
    this.metrics = metrics;
    this.labVersion = labVersion;
  }

  @Override
  public RunSummary summarize(ProjectId project, RunId id) {
    Run run = run(project, id);
    List<MetricDefinition> definitions =
        run.manifest().metrics().stream().map(FrozenMetric::definition).toList();
    RunSummarizer summarizer = new RunSummarizer(run, metrics.create(definitions));
    try (Stream<Evaluation> evaluations = ports.evaluations().stream(project, id)) {
      evaluations.forEach(summarizer::add);
    }
    return summarizer.summary();
  }

  @Override
  public RunComparison compare(ProjectId project, RunId baselineId, RunId otherId) {
    Run baseline = run(project, baselineId);
    Run other = run(project, otherId);
    if (baselineId.equals(otherId)) {
      throw new InvalidException("a run is not compared with itself; name two runs");
    }
    List<RunSummary> pairs =
        VariantPair.of(baseline, other).stream().map(pair -> summarize(project, pair)).toList();
    return new RunComparison(
        baselineId,
        otherId,
        baseline.manifest().datasetHash().equals(other.manifest().datasetHash()),
        pairs);
  }

  private RunSummary summarize(ProjectId project, VariantPair pair) {
    Run both = pair.asOneRun();
    List<MetricDefinition> definitions =
        both.manifest().metrics().stream().map(FrozenMetric::definition).toList();
    RunSummarizer summarizer = new RunSummarizer(both, metrics.create(definitions));
    for (Run run : List.of(pair.baseline(), pair.other())) {
      try (Stream<Evaluation> evaluations = ports.evaluations().stream(project, run.id())) {
        evaluations.forEach(evaluation -> pair.addTo(summarizer, evaluation));
      }
    }
    return summarizer.summary();
  }

  @Override
  public Run rescore(ProjectId project, RunId id, List<MetricDefinition> definitions) {
    Run source = run(project, id);
    ExperimentDesign.requireMetrics(definitions, source.manifest().epochs());
    return new RescoreRun(ports, metrics.create(definitions), labVersion).rescore(source);
  }

  private Run run(ProjectId project, RunId id) {
    return ports
        .runs()
        .find(project, id)
        .orElseThrow(() -> new NotFoundException("run", id.toString()));
  }
}
