package dev.researchlab.ports.driving.evaluation;

import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import java.util.stream.Stream;

/** Looks at single outcomes. */
public interface ForReadingEvaluations {

  /**
   * The evaluation of that id.
   *
   * @throws NotFoundException if the project has none
   */
  Evaluation evaluation(ProjectId project, EvaluationId id);

  /**
   * The evaluations of a run by variant, sample and epoch; the caller closes the stream.
   *
   * @throws NotFoundException if the project has no such run
   */
  Stream<Evaluation> evaluations(ProjectId project, RunId run);
}
