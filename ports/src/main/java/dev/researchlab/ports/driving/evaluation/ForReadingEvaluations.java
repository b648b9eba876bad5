package dev.researchlab.ports.driving.evaluation;

import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /**
   * A page of the evaluations of a run by variant, sample and epoch.
   *
   * @param after the last trial of the page before; null for the first page
   * @param limit how many at most, at least 1
   * @throws NotFoundException if the project has no such run
   */
  List<Evaluation> evaluations(ProjectId project, RunId run, @Nullable TrialKey after, int limit);
}
