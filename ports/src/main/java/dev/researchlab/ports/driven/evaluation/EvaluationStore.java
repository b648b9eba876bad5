package dev.researchlab.ports.driven.evaluation;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps evaluations: written once, never changed. Thread-safe; an evaluation of one project is
 * never seen from another.
 */
public interface EvaluationStore {

  /**
   * Records evaluations, of one or several runs. When the call returns they are stored. Idempotent:
   * of several evaluations of the same run and trial the first that was recorded stays, so that a
   * block may be sent again after a failure.
   */
  void record(Collection<Evaluation> evaluations);

  /** The evaluation of that id, or empty where the project has none. */
  Optional<Evaluation> find(ProjectId project, EvaluationId id);

  /**
   * The evaluations of a run by variant, sample and epoch, texts in the order of their code points,
   * read while the caller consumes them; the caller closes the stream. Empty where the project has
   * no such run.
   */
  Stream<Evaluation> stream(ProjectId project, RunId run);

  /**
   * A page of the evaluations of a run, in the order of {@link #stream}. It costs the same wherever
   * in the run it lies.
   *
   * @param after the last trial of the page before; null for the first page
   * @param limit how many at most, at least 1
   */
  List<Evaluation> page(ProjectId project, RunId run, @Nullable TrialKey after, int limit);

  /**
   * What the evaluations of a run add up to, added where they are kept: variants by name in the
   * order of their code points, those without an evaluation left out.
   */
  List<VariantTotals> totals(ProjectId project, RunId run);

  /**
   * Which trials of a run have their evaluation, in the same order, without reading the
   * evaluations; the caller closes the stream. Empty where the project has no such run.
   */
  Stream<TrialKey> trials(ProjectId project, RunId run);

  /** How many evaluations a run has; 0 where the project has no such run. */
  long count(ProjectId project, RunId run);
}
