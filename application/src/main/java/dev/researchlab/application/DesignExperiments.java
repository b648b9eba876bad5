package dev.researchlab.application;

import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import dev.researchlab.ports.driving.experiment.ForDesigningExperiments;
import java.time.Instant;
import java.util.List;

final class DesignExperiments implements ForDesigningExperiments {

  private final DrivenPorts ports;
  private final MetricRegistry metrics;

  DesignExperiments(DrivenPorts ports, MetricRegistry metrics) {
    this.ports = ports;
    this.metrics = metrics;
  }

  @Override
  public Experiment design(ProjectId project, ExperimentDraft draft) {
    requireParts(project, draft.design());
    Instant now = ports.clock().instant();
    Experiment experiment =
        new Experiment(
            new ExperimentId(ports.ids().get()),
            project,
            draft.name(),
            draft.description(),
            draft.hypothesis(),
            draft.tags(),
            draft.design(),
            ExperimentStatus.DRAFT,
            1,
            now,
            now);
    ports.experiments().add(experiment);
    return experiment;
  }

  private void requireParts(ProjectId project, ExperimentDesign design) {
    for (Variant variant : design.variants()) {
      if (ports.models().find(project, variant.model()).isEmpty()) {
        throw new NotFoundException("model", variant.model().toString());
      }
      if (ports.prompts().find(project, variant.prompt(), variant.promptVersion()).isEmpty()) {
        throw new NotFoundException(
            "prompt version", variant.prompt() + " number " + variant.promptVersion());
      }
    }
    if (ports.datasets().versions(project, design.dataset()).stream()
        .map(DatasetVersion::hash)
        .noneMatch(design.datasetVersion()::equals)) {
      throw new NotFoundException("dataset version", design.datasetVersion().toString());
    }
    metrics.create(design.metrics());
  }

  @Override
  public Experiment experiment(ProjectId project, ExperimentId id) {
    return ports
        .experiments()
        .find(project, id)
        .orElseThrow(() -> new NotFoundException("experiment", id.toString()));
  }

  @Override
  public List<Experiment> experiments(ProjectId project) {
    return ports.experiments().list(project);
  }
}
