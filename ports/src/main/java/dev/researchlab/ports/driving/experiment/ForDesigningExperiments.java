package dev.researchlab.ports.driving.experiment;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;

/** States what is to be found out, and how. */
public interface ForDesigningExperiments {

  /**
   * Makes a draft.
   *
   * @throws NotFoundException if a model, prompt version or dataset version of the design is not
   *     there
   * @throws InvalidException if a metric of the design is unknown or its parameters are wrong
   */
  Experiment design(ProjectId project, ExperimentDraft draft);

  /**
   * The experiment of that id.
   *
   * @throws NotFoundException if the project has none
   */
  Experiment experiment(ProjectId project, ExperimentId id);

  /** All experiments of the project, newest first. */
  List<Experiment> experiments(ProjectId project);
}
