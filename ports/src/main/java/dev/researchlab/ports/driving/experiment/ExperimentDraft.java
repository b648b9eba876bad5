package dev.researchlab.ports.driving.experiment;

import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.ExperimentDesign;

/** What a researcher says of a new experiment. */
public record ExperimentDraft(About about, ExperimentDesign design) {

  /** A draft with a name and a design, and nothing else said. */
  public static ExperimentDraft of(String name, ExperimentDesign design) {
    return new ExperimentDraft(About.of(name), design);
  }
}
