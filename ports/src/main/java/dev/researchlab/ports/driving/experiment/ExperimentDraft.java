package dev.researchlab.ports.driving.experiment;

import dev.researchlab.domain.experiment.ExperimentDesign;
import java.util.List;

/**
 * What a researcher says of a new experiment.
 *
 * @param description what is done, possibly empty
 * @param hypothesis what is expected, possibly empty
 */
public record ExperimentDraft(
    String name,
    String description,
    String hypothesis,
    List<String> tags,
    ExperimentDesign design) {

  public ExperimentDraft {
    tags = List.copyOf(tags);
  }

  /** A draft with a name and a design, and nothing else said. */
  public static ExperimentDraft of(String name, ExperimentDesign design) {
    return new ExperimentDraft(name, "", "", List.of(), design);
  }
}
