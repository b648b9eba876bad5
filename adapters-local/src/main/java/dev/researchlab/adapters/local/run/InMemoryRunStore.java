package dev.researchlab.adapters.local.run;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driven.run.RunStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps runs until the program ends. */
public final class InMemoryRunStore implements RunStore {

  private static final Comparator<Run> OLDEST_FIRST =
      Comparator.comparing(Run::createdAt).thenComparing(run -> run.id().toString());

  private record RunKey(ProjectId project, RunId run) {}

  private final Map<ProjectId, Map<RunId, Run>> projects = new HashMap<>();
  private final Set<RunKey> claimed = ConcurrentHashMap.newKeySet();

  @Override
  public synchronized void add(Run run) {
    Map<RunId, Run> runs = projects.computeIfAbsent(run.project(), project -> new HashMap<>());
    if (runs.containsKey(run.id())) {
      throw new ConflictException("there is a run " + run.id() + " already");
    }
    if (runs.values().stream()
        .anyMatch(
            other ->
                other.experiment().equals(run.experiment()) && other.number() == run.number())) {
      throw new ConflictException(
          "experiment %s has a run number %d already".formatted(run.experiment(), run.number()));
    }
    runs.put(run.id(), run);
  }

  @Override
  public synchronized Optional<Run> find(ProjectId project, RunId id) {
    return Optional.ofNullable(projects.getOrDefault(project, Map.of()).get(id));
  }

  @Override
  public synchronized void update(Run run) {
    Map<RunId, Run> runs = projects.getOrDefault(run.project(), Map.of());
    Run stored = runs.get(run.id());
    if (stored == null) {
      throw new NotFoundException("run", run.id().toString());
    }
    RunStatus from = stored.status();
    if (from != run.status() && !from.mayBecome(run.status())) {
      throw new ConflictException(
          ("run " + run.id() + " is " + from + " and cannot become " + run.status())
              .toLowerCase(Locale.ROOT));
    }
    runs.put(run.id(), run);
  }

  @Override
  public synchronized List<Run> list(ProjectId project, ExperimentId experiment) {
    return projects.getOrDefault(project, Map.of()).values().stream()
        .filter(run -> run.experiment().equals(experiment))
        .sorted(Comparator.comparingInt(Run::number))
        .toList();
  }

  @Override
  public synchronized List<Run> page(ProjectId project, @Nullable RunId before, int limit) {
    List<Run> newest =
        projects.getOrDefault(project, Map.of()).values().stream()
            .sorted(OLDEST_FIRST.reversed())
            .toList();
    Stream<Run> page = newest.stream();
    if (before != null) {
      page = page.dropWhile(run -> !run.id().equals(before)).skip(1);
    }
    return page.limit(limit).toList();
  }

  @Override
  public synchronized List<Run> list(ProjectId project, RunStatus status) {
    return projects.getOrDefault(project, Map.of()).values().stream()
        .filter(run -> run.status() == status)
        .sorted(OLDEST_FIRST)
        .toList();
  }

  @Override
  public Optional<Claim> claim(ProjectId project, RunId id) {
    RunKey run = new RunKey(project, id);
    if (!claimed.add(run)) {
      return Optional.empty();
    }
    AtomicBoolean held = new AtomicBoolean(true);
    return Optional.of(
        () -> {
          if (held.getAndSet(false)) {
            claimed.remove(run);
          }
        });
  }
}
