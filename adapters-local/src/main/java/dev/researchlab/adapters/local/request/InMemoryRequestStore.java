package dev.researchlab.adapters.local.request;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import dev.researchlab.ports.driven.request.RequestStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps requests until the program ends. */
public final class InMemoryRequestStore implements RequestStore {

  private record Key(ProjectId project, String key) {}

  private record Entry(KeptRequest request, Instant begunAt) {

    boolean isAbandoned(Instant now) {
      return request.reply() == null && begunAt.isBefore(now.minus(ABANDONED));
    }
  }

  private final Map<Key, Entry> requests = new HashMap<>();

  @Override
  public synchronized Optional<KeptRequest> begin(
      ProjectId project, String key, ContentHash content, Instant now) {
    Key place = new Key(project, key);
    Entry earlier = requests.get(place);
    if (earlier == null || earlier.isAbandoned(now)) {
      requests.put(place, new Entry(new KeptRequest(content, null), now));
      return Optional.empty();
    }
    return Optional.of(earlier.request());
  }

  @Override
  public synchronized void finish(ProjectId project, String key, String reply) {
    requests.computeIfPresent(
        new Key(project, key),
        (same, entry) ->
            new Entry(new KeptRequest(entry.request().content(), reply), entry.begunAt()));
  }

  @Override
  public synchronized void forget(ProjectId project, String key) {
    requests.remove(new Key(project, key));
  }

  @Override
  public synchronized long forgetBefore(Instant then) {
    long before = requests.size();
    requests.values().removeIf(entry -> entry.begunAt().isBefore(then));
    return before - requests.size();
  }
}
