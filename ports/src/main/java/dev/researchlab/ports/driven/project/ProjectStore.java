package dev.researchlab.ports.driven.project;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps projects. Thread-safe. A new store holds the project {@link ProjectId#DEFAULT}, named
 * {@link Project#DEFAULT_NAME}.
 */
public interface ProjectStore {

  /**
   * Adds a project.
   *
   * @throws ConflictException if there is a project of that id or name; nothing is changed
   */
  void add(Project project);

  /** The project of that id, or empty where there is none. */
  Optional<Project> find(ProjectId id);

  /** The project of that name, or empty where there is none. */
  Optional<Project> find(String name);

  /** All projects, by name in the order of their code points. */
  List<Project> list();
}
