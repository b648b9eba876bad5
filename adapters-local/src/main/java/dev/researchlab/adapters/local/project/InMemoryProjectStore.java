package dev.researchlab.adapters.local.project;

import dev.researchlab.domain.CodePointOrder;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.project.ProjectStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps projects until the program ends. */
public final class InMemoryProjectStore implements ProjectStore {

  private final Map<ProjectId, Project> projects = new HashMap<>();

  /** Holds the default project, made at that time. */
  public InMemoryProjectStore(Instant now) {
    add(new Project(ProjectId.DEFAULT, Project.DEFAULT_NAME, now));
  }

  @Override
  public synchronized void add(Project project) {
    if (projects.containsKey(project.id())) {
      throw new ConflictException("there is a project " + project.id() + " already");
    }
    if (find(project.name()).isPresent()) {
      throw new ConflictException("there is a project named '" + project.name() + "' already");
    }
    projects.put(project.id(), project);
  }

  @Override
  public synchronized Optional<Project> find(ProjectId id) {
    return Optional.ofNullable(projects.get(id));
  }

  @Override
  public synchronized Optional<Project> find(String name) {
    return projects.values().stream().filter(project -> project.name().equals(name)).findFirst();
  }

  @Override
  public synchronized List<Project> list() {
    return projects.values().stream()
        .sorted(Comparator.comparing(Project::name, CodePointOrder.COMPARATOR))
        .toList();
  }
}
