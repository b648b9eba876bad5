package dev.researchlab.ports.driving.model;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;

/** Says which models there are and how they are reached. */
public interface ForRegisteringModels {

  /** The kinds of providers that this lab can reach, by name. */
  List<ProviderDescription> providers();

  /**
   * Registers a model; nobody is called.
   *
   * @throws InvalidException if the provider is unknown or the specification cannot work
   * @throws ConflictException if the project has a model of that name
   */
  Model register(ProjectId project, String name, ModelSpecification specification);

  /**
   * Says that a model is reached in another way from now on; runs that were started keep theirs.
   *
   * @throws NotFoundException if the project has no such model
   * @throws InvalidException as {@link #register}
   * @throws ConflictException if somebody else changes it at the same moment
   */
  Model change(ProjectId project, ModelId id, ModelSpecification specification);

  /**
   * As {@link #change}, with another name perhaps, where nobody has changed it since it was read.
   *
   * @param version of the model that the caller has read
   * @throws NotFoundException if the project has no such model
   * @throws InvalidException as {@link #register}
   * @throws ConflictException if it has another version by now, or another model of the project has
   *     that name
   */
  Model replace(
      ProjectId project, ModelId id, long version, String name, ModelSpecification specification);

  /**
   * Deletes a model.
   *
   * @throws NotFoundException if the project has no such model
   * @throws ConflictException if an experiment uses it
   */
  void delete(ProjectId project, ModelId id);

  /**
   * The model of that id.
   *
   * @throws NotFoundException if the project has none
   */
  Model model(ProjectId project, ModelId id);

  /** All models of the project by name. */
  List<Model> models(ProjectId project);
}
