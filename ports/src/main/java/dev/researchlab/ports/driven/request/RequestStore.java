package dev.researchlab.ports.driven.request;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps requests by the keys that their senders gave them. Thread-safe, also between processes; a
 * request of one project is never seen from another.
 */
public interface RequestStore {

  /** After so long a request without a reply is one whose process has ended. */
  Duration ABANDONED = Duration.ofHours(1);

  /**
   * Begins a request, or returns the one that has that key. One that is {@link #ABANDONED} is begun
   * anew. Of several that begin with one key at the same moment exactly one gets an empty result.
   *
   * @param key 1 to 256 characters
   */
  Optional<KeptRequest> begin(ProjectId project, String key, ContentHash content, Instant now);

  /** Keeps the reply to a request that was begun; nothing happens where there is none. */
  void finish(ProjectId project, String key, String reply);

  /** Forgets a request, so that it can be sent again; nothing happens where there is none. */
  void forget(ProjectId project, String key);

  /** Forgets the requests of all projects that were begun before then, and says how many. */
  long forgetBefore(Instant then);
}
