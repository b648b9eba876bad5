package dev.researchlab.ports.driving.project;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;

/** Makes the projects that everything else belongs to. A fresh lab has {@code default}. */
public interface ForManagingProjects {

  /**
   * Makes a project.
   *
   * @param name not blank
   * @throws ConflictException if there is one of that name
   */
  Project create(String name);

  /**
   * The project of that id. It is looked up once: no project goes away.
   *
   * @throws NotFoundException if there is none
   */
  Project project(ProjectId id);

  /** All projects, by name in the order of their code points. */
  List<Project> projects();
}
