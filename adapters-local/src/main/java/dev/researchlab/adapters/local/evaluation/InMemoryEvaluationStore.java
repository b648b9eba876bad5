package dev.researchlab.adapters.local.evaluation;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps evaluations until the program ends; no call waits for another. */
public final class InMemoryEvaluationStore implements EvaluationStore {

  private record RunKey(ProjectId project, RunId run) {}

  private record EvaluationKey(ProjectId project, EvaluationId id) {}

  private final Map<RunKey, ConcurrentSkipListMap<TrialKey, Evaluation>> runs =
      new ConcurrentHashMap<>();
  private final Map<EvaluationKey, Evaluation> byId = new ConcurrentHashMap<>();

  @Override
  public void record(Collection<Evaluation> evaluations) {
    for (Evaluation evaluation : evaluations) {
      RunKey run = new RunKey(evaluation.project(), evaluation.run());
      if (runs.computeIfAbsent(run, key -> new ConcurrentSkipListMap<>())
              .putIfAbsent(evaluation.trial(), evaluation)
          == null) {
        byId.put(new EvaluationKey(evaluation.project(), evaluation.id()), evaluation);
      }
    }
  }

  @Override
  public Optional<Evaluation> find(ProjectId project, EvaluationId id) {
    return Optional.ofNullable(byId.get(new EvaluationKey(project, id)));
  }

  @Override
  public Stream<Evaluation> stream(ProjectId project, RunId run) {
    return trialsOf(project, run).values().stream();
  }

  @Override
  public List<Evaluation> page(ProjectId project, RunId run, @Nullable TrialKey after, int limit) {
    NavigableMap<TrialKey, Evaluation> trials = trialsOf(project, run);
    return (after == null ? trials : trials.tailMap(after, false))
        .values().stream().limit(limit).toList();
  }

  @Override
  public List<VariantTotals> totals(ProjectId project, RunId run) {
    Map<String, Totals> variants = new LinkedHashMap<>();
    trialsOf(project, run)
        .values()
        .forEach(
            evaluation ->
                variants
                    .computeIfAbsent(evaluation.trial().variant(), variant -> new Totals())
                    .add(evaluation));
    return variants.entrySet().stream()
        .map(variant -> variant.getValue().of(variant.getKey()))
        .toList();
  }

  @Override
  public Stream<TrialKey> trials(ProjectId project, RunId run) {
    return trialsOf(project, run).keySet().stream();
  }

  @Override
  public long count(ProjectId project, RunId run) {
    return trialsOf(project, run).size();
  }

  private NavigableMap<TrialKey, Evaluation> trialsOf(ProjectId project, RunId run) {
    ConcurrentSkipListMap<TrialKey, Evaluation> trials = runs.get(new RunKey(project, run));
    return trials == null ? Collections.emptyNavigableMap() : trials;
  }
}
