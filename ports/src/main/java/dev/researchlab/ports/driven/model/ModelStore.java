package dev.researchlab.ports.driven.model;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;
import java.util.Optional;

/** Keeps registered models. Thread-safe; a model of one project is never seen from another. */
public interface ModelStore {

  /**
   * Adds a model.
   *
   * @throws ConflictException if the project has a model of that id or name; nothing is changed
   */
  void add(Model model);

  /** The model of that id, or empty where the project has none. */
  Optional<Model> find(ProjectId project, ModelId id);

  /** All models of the project, by name in the order of their code points. */
  List<Model> list(ProjectId project);
}
