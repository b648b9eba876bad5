package dev.researchlab.application;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes so many evaluations and refuses the next. */
record FullEvaluationStore(EvaluationStore store, AtomicInteger room) implements EvaluationStore {

  FullEvaluationStore(EvaluationStore store, int room) {
    this(store, new AtomicInteger(room));
  }

  @Override
  public void record(Collection<Evaluation> evaluations) {
    if (room.addAndGet(-evaluations.size()) < 0) {
      throw new UnavailableException("the disk is full", new IOException("no space left"));
    }
    store.record(evaluations);
  }

  @Override
  public Optional<Evaluation> find(ProjectId project, EvaluationId id) {
    return store.find(project, id);
  }

  @Override
  public Stream<Evaluation> stream(ProjectId project, RunId run) {
    return store.stream(project, run);
  }

  @Override
  public List<Evaluation> page(ProjectId project, RunId run, @Nullable TrialKey after, int limit) {
    return store.page(project, run, after, limit);
  }

  @Override
  public List<VariantTotals> totals(ProjectId project, RunId run) {
    return store.totals(project, run);
  }

  @Override
  public Stream<TrialKey> trials(ProjectId project, RunId run) {
    return store.trials(project, run);
  }

  @Override
  public long count(ProjectId project, RunId run) {
    return store.count(project, run);
  }
}
