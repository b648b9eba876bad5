package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import java.util.function.Predicate;

/** Keeps what experiments are made of. */
record Uses(ExperimentStore experiments) {

  /**
   * Refuses to delete what an experiment is made of.
   *
   * @throws ConflictException if there is such an experiment
   */
  void refuse(ProjectId project, String what, Predicate<ExperimentDesign> uses) {
    for (Experiment experiment : experiments.list(project)) {
      if (uses.test(experiment.design())) {
        throw new ConflictException(
            "%s is used by experiment '%s' (%s); delete that first"
                .formatted(what, experiment.name(), experiment.id()));
      }
    }
  }
}
