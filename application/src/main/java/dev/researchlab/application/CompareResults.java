package dev.researchlab.application;

import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.comparison.RunSummarizer;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.evaluation.Evaluation;
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

  CompareResults(DrivenPorts ports, MetricRegistry metrics) {
    this.ports = ports;
    this.metrics = metrics;
  }

  @Override
  public RunSummary summarize(ProjectId project, RunId id) {
    Run run =
        ports
            .runs()
            .find(project, id)
            .orElseThrow(() -> new NotFoundException("run", id.toString()));
    List<MetricDefinition> definitions =
        run.manifest().metrics().stream().map(FrozenMetric::definition).toList();
    RunSummarizer summarizer = new RunSummarizer(run, metrics.create(definitions));
    try (Stream<Evaluation> evaluations = ports.evaluations().stream(project, id)) {
      evaluations.forEach(summarizer::add);
    }
    return summarizer.summary();
  }
}
