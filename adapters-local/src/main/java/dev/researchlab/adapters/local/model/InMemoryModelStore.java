package dev.researchlab.adapters.local.model;

import dev.researchlab.domain.CodePointOrder;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.ModelStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps models until the program ends. */
public final class InMemoryModelStore implements ModelStore {

  private final Map<ProjectId, Map<ModelId, Model>> projects = new HashMap<>();

  @Override
  public synchronized void add(Model model) {
    Map<ModelId, Model> models =
        projects.computeIfAbsent(model.project(), project -> new HashMap<>());
    if (models.containsKey(model.id())) {
      throw new ConflictException("there is a model " + model.id() + " already");
    }
    if (models.values().stream().anyMatch(other -> other.name().equals(model.name()))) {
      throw new ConflictException("there is a model named '" + model.name() + "' already");
    }
    models.put(model.id(), model);
  }

  @Override
  public synchronized void update(Model model) {
    Map<ModelId, Model> models = projects.getOrDefault(model.project(), Map.of());
    Model stored = models.get(model.id());
    if (stored == null) {
      throw new NotFoundException("model", model.id().toString());
    }
    if (stored.version() != model.version() - 1) {
      throw new ConflictException(
          "model %s is at version %d, so version %d cannot follow; read it again"
              .formatted(model.id(), stored.version(), model.version()));
    }
    if (models.values().stream()
        .anyMatch(it -> it.name().equals(model.name()) && !it.id().equals(model.id()))) {
      throw new ConflictException("there is a model named '" + model.name() + "' already");
    }
    models.put(model.id(), model);
  }

  @Override
  public synchronized Optional<Model> find(ProjectId project, ModelId id) {
    return Optional.ofNullable(projects.getOrDefault(project, Map.of()).get(id));
  }

  @Override
  public synchronized List<Model> list(ProjectId project) {
    return projects.getOrDefault(project, Map.of()).values().stream()
        .sorted(Comparator.comparing(Model::name, CodePointOrder.COMPARATOR))
        .toList();
  }

  @Override
  public synchronized boolean delete(ProjectId project, ModelId id) {
    return projects.getOrDefault(project, new HashMap<>()).remove(id) != null;
  }
}
