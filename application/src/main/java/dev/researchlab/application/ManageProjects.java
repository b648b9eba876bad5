package dev.researchlab.application;

import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.project.ForManagingProjects;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class ManageProjects implements ForManagingProjects {

  private final DrivenPorts ports;
  private final Map<ProjectId, Project> known = new ConcurrentHashMap<>();

  ManageProjects(DrivenPorts ports) {
    this.ports = ports;
  }

  @Override
  public Project create(String name) {
    Project project = new Project(new ProjectId(ports.ids().get()), name, ports.clock().instant());
    ports.projects().add(project);
    return project;
  }

  @Override
  public Project project(ProjectId id) {
    return known.computeIfAbsent(
        id,
        it ->
            ports
                .projects()
                .find(it)
                .orElseThrow(() -> new NotFoundException("project", it.toString())));
  }

  @Override
  public List<Project> projects() {
    return ports.projects().list();
  }
}
