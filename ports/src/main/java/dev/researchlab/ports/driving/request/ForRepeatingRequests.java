package dev.researchlab.ports.driving.request;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import java.time.Duration;
import java.util.Optional;

/** Lets a request be sent again without doing twice what it does. */
public interface ForRepeatingRequests {

  /** How long a key is remembered at least. */
  Duration KEPT = Duration.ofHours(24);

  /**
   * Begins a request, or returns the one that has that key already.
   *
   * @param key 1 to 256 characters
   */
  Optional<KeptRequest> begin(ProjectId project, String key, ContentHash content);

  /** Keeps the reply to a request that was begun. */
  void finish(ProjectId project, String key, String reply);

  /** Forgets a request that came to nothing, so that it can be sent again. */
  void forget(ProjectId project, String key);
}
