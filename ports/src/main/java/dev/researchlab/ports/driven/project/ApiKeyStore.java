package dev.researchlab.ports.driven.project;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ProjectId;
import java.util.List;
import java.util.Optional;

/** Keeps API keys, without their secrets. Thread-safe. */
public interface ApiKeyStore {

  /**
   * Adds a key.
   *
   * @throws ConflictException if the project has a key of that id, name or hash; nothing is changed
   */
  void add(ApiKey key);

  /** The key of that id, or empty where the project has none. */
  Optional<ApiKey> find(ProjectId project, ApiKeyId id);

  /** The key whose secret has that hash, or empty where the project has none. */
  Optional<ApiKey> find(ProjectId project, ContentHash secretHash);

  /** The keys of the project, by name in the order of their code points. */
  List<ApiKey> list(ProjectId project);

  /** Takes a key away; whether there was one. */
  boolean remove(ProjectId project, ApiKeyId id);
}
