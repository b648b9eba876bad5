package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.model.ForRegisteringModels;
import java.util.List;

final class RegisterModels implements ForRegisteringModels {

  private final DrivenPorts ports;
  private final Providers providers;

  RegisterModels(DrivenPorts ports, Providers providers) {
    this.ports = ports;
    this.providers = providers;
  }

  @Override
  public List<ProviderDescription> providers() {
    return providers.descriptions();
  }

  @Override
  public Model register(ProjectId project, String name, ModelSpecification specification) {
    providers.of(specification).check(specification);
    Model model =
        Model.of(
            new ModelId(ports.ids().get()), project, name, specification, ports.clock().instant());
    ports.models().add(model);
    return model;
  }

  @Override
  public Model change(ProjectId project, ModelId id, ModelSpecification specification) {
    providers.of(specification).check(specification);
    Model changed = model(project, id).become(specification);
    ports.models().update(changed);
    return changed;
  }

  @Override
  public Model replace(
      ProjectId project, ModelId id, long version, String name, ModelSpecification specification) {
    providers.of(specification).check(specification);
    Model current = model(project, id);
    if (current.version() != version) {
      throw new ConflictException(
          "model %s is at version %d, not %d; read it again"
              .formatted(id, current.version(), version));
    }
    Model changed =
        new Model(id, project, name, specification, version + 1, current.registeredAt());
    ports.models().update(changed);
    return changed;
  }

  @Override
  public void delete(ProjectId project, ModelId id) {
    Model model = model(project, id);
    new Uses(ports.experiments())
        .refuse(
            project,
            "model '" + model.name() + "'",
            design -> design.variants().stream().anyMatch(variant -> variant.model().equals(id)));
    if (!ports.models().delete(project, id)) {
      throw new NotFoundException("model", id.toString());
    }
  }

  @Override
  public Model model(ProjectId project, ModelId id) {
    return ports
        .models()
        .find(project, id)
        .orElseThrow(() -> new NotFoundException("model", id.toString()));
  }

  @Override
  public List<Model> models(ProjectId project) {
    return ports.models().list(project);
  }
}
