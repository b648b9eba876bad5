package dev.researchlab.adapters.local.project;

import dev.researchlab.domain.CodePointOrder;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.project.ApiKeyStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps API keys until the program ends. */
public final class InMemoryApiKeyStore implements ApiKeyStore {

  private final List<ApiKey> keys = new ArrayList<>();

  @Override
  public synchronized void add(ApiKey key) {
    if (of(key.project())
        .anyMatch(
            it ->
                it.id().equals(key.id())
                    || it.name().equals(key.name())
                    || it.secretHash().equals(key.secretHash()))) {
      throw new ConflictException(
          "there is an API key %s or named '%s' already".formatted(key.id(), key.name()));
    }
    keys.add(key);
  }

  @Override
  public synchronized Optional<ApiKey> find(ProjectId project, ApiKeyId id) {
    return of(project).filter(key -> key.id().equals(id)).findFirst();
  }

  @Override
  public synchronized Optional<ApiKey> find(ProjectId project, ContentHash secretHash) {
    return of(project).filter(key -> key.secretHash().equals(secretHash)).findFirst();
  }

  @Override
  public synchronized List<ApiKey> list(ProjectId project) {
    return of(project)
        .sorted(Comparator.comparing(ApiKey::name, CodePointOrder.COMPARATOR))
        .toList();
  }

  @Override
  public synchronized boolean remove(ProjectId project, ApiKeyId id) {
    return keys.removeIf(key -> key.project().equals(project) && key.id().equals(id));
  }

  private Stream<ApiKey> of(ProjectId project) {
    return keys.stream().filter(key -> key.project().equals(project));
  }
}
