package dev.researchlab.adapters.local.model;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.ResponseCache;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps answers until the program ends. */
public final class InMemoryResponseCache implements ResponseCache {

  private record Key(ProjectId project, ContentHash request) {}

  private final Map<Key, Completion> answers = new ConcurrentHashMap<>();

  @Override
  public Optional<Completion> find(ProjectId project, ContentHash request) {
    return Optional.ofNullable(answers.get(new Key(project, request)));
  }

  @Override
  public void put(ProjectId project, ContentHash request, Completion answer, Instant now) {
    answers.putIfAbsent(new Key(project, request), answer);
  }
}
