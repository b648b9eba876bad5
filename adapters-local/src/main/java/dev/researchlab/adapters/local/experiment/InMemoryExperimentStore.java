package dev.researchlab.adapters.local.experiment;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentQuery;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps experiments until the program ends. */
public final class InMemoryExperimentStore implements ExperimentStore {

  private final Map<ProjectId, Map<ExperimentId, Experiment>> projects = new HashMap<>();

  @Override
  public synchronized void add(Experiment experiment) {
    Map<ExperimentId, Experiment> experiments =
        projects.computeIfAbsent(experiment.project(), project -> new HashMap<>());
    if (experiments.putIfAbsent(experiment.id(), experiment) != null) {
      throw new ConflictException("there is an experiment " + experiment.id() + " already");
    }
  }

  @Override
  public synchronized Optional<Experiment> find(ProjectId project, ExperimentId id) {
    return Optional.ofNullable(projects.getOrDefault(project, Map.of()).get(id));
  }

  @Override
  public synchronized void update(Experiment experiment) {
    Map<ExperimentId, Experiment> experiments =
        projects.getOrDefault(experiment.project(), Map.of());
    Experiment stored = experiments.get(experiment.id());
    if (stored == null) {
      throw new NotFoundException("experiment", experiment.id().toString());
    }
    if (stored.version() != experiment.version() - 1) {
      throw new ConflictException(
          "experiment %s is at version %d, so version %d cannot follow; read it again"
              .formatted(experiment.id(), stored.version(), experiment.version()));
    }
    experiments.put(experiment.id(), experiment);
  }

  @Override
  public synchronized List<Experiment> list(ProjectId project) {
    return projects.getOrDefault(project, Map.of()).values().stream()
        .sorted(
            Comparator.comparing(Experiment::createdAt)
                .reversed()
                .thenComparing(experiment -> experiment.id().toString()))
        .toList();
  }

  @Override
  public synchronized List<Experiment> page(
      ProjectId project,
      ExperimentQuery query,
      ExperimentQuery.@Nullable Position after,
      int limit) {
    Comparator<Experiment> order = query.order().comparator();
    Map<ExperimentId, Experiment> experiments = projects.getOrDefault(project, Map.of());
    Comparator<ExperimentQuery.Position> positions = query.order().positions();
    return experiments.values().stream()
        .filter(query::matches)
        .filter(
            experiment ->
                after == null
                    || positions.compare(ExperimentQuery.Position.of(experiment), after) > 0)
        .sorted(order)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean delete(ProjectId project, ExperimentId id) {
    return projects.getOrDefault(project, new HashMap<>()).remove(id) != null;
  }
}
