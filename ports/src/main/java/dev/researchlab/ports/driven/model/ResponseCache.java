package dev.researchlab.ports.driven.model;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps what models answered, under the hash of what they were asked. Thread-safe; an answer of one
 * project is never seen from another.
 */
public interface ResponseCache {

  /** The answer to that request, or empty where none is kept. */
  Optional<Completion> find(ProjectId project, ContentHash request);

  /**
   * Keeps an answer; where there is one already, that one stays. What was said of quotas need not
   * be kept: it was true of that moment.
   */
  void put(ProjectId project, ContentHash request, Completion answer, Instant now);
}
