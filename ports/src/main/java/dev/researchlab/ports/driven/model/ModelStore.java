package dev.researchlab.ports.driven.model;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
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

  /**
   * Replaces a model by its next version.
   *
   * @throws NotFoundException if the project has no such model
   * @throws ConflictException if the stored version is not the one before the given one, or another
   *     model of the project has that name; of several writers that started from the same version
   *     exactly one succeeds
   */
  void update(Model model);

  /** All models of the project, by name in the order of their code points. */
  List<Model> list(ProjectId project);

  /** Deletes a model and says whether there was one. Whether it is in use is not looked at. */
  boolean delete(ProjectId project, ModelId id);
}
