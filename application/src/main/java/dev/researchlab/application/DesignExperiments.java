package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentQuery;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import dev.researchlab.ports.driving.experiment.ForDesigningExperiments;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            draft.about(),
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

  @Override
  public List<Experiment> experiments(
      ProjectId project,
      ExperimentQuery query,
      ExperimentQuery.@Nullable Position after,
      int limit) {
    return ports.experiments().page(project, query, after, limit);
  }

  @Override
  public Experiment revise(
      ProjectId project, ExperimentId id, long version, ExperimentDraft draft) {
    Experiment current = experiment(project, id);
    if (current.version() != version) {
      throw new ConflictException(
          "experiment %s is at version %d, not %d; read it again"
              .formatted(id, current.version(), version));
    }
    if (current.status() == ExperimentStatus.ARCHIVED) {
      throw new ConflictException("experiment " + id + " is archived and does not change");
    }
    if (!draft.design().equals(current.design())) {
      if (current.status() != ExperimentStatus.DRAFT) {
        throw new ConflictException(
            "experiment %s was run, so its design stays; make another experiment".formatted(id));
      }
      requireParts(project, draft.design());
    }
    Experiment revised =
        new Experiment(
            id,
            project,
            draft.about(),
            draft.design(),
            current.status(),
            version + 1,
            current.createdAt(),
            ports.clock().instant());
    ports.experiments().update(revised);
    return revised;
  }

  @Override
  public Experiment archive(ProjectId project, ExperimentId id) {
    Experiment current = experiment(project, id);
    if (current.status() == ExperimentStatus.ARCHIVED) {
      return current;
    }
    Experiment archived = current.become(ExperimentStatus.ARCHIVED, ports.clock().instant());
    ports.experiments().update(archived);
    return archived;
  }

  @Override
  public void delete(ProjectId project, ExperimentId id) {
    Experiment current = experiment(project, id);
    if (!ports.runs().list(project, id).isEmpty()) {
      throw new ConflictException(
          "experiment '%s' has runs, and what they found stays; archive it instead"
              .formatted(current.name()));
    }
    if (!ports.experiments().delete(project, id)) {
      throw new NotFoundException("experiment", id.toString());
    }
  }
}
