package dev.researchlab.ports.testkit.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import dev.researchlab.ports.driven.request.RequestStore;
import dev.researchlab.ports.testkit.project.Projects;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link RequestStore} does. */
public abstract class RequestStoreContract {

  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
  private static final ContentHash CONTENT = ContentHash.of("content");

  private final ProjectId otherProject = Projects.fresh();

  /** The store under test, the same in all of one test; it may hold requests of other tests. */
  protected abstract RequestStore store();

  /** A project that the store knows: what is forgotten is forgotten of known projects. */
  protected ProjectId project() {
    return ProjectId.DEFAULT;
  }

  @Test
  void remembersARequestAndItsReply() {
    store().forget(project(), "key 1");
    assertThat(store().begin(project(), "key 1", CONTENT, NOW)).isEmpty();
    assertThat(store().begin(project(), "key 1", ContentHash.of("other"), NOW))
        .contains(new KeptRequest(CONTENT, null));

    store().finish(project(), "key 1", "reply \u0000 \ud800");

    assertThat(store().begin(project(), "key 1", CONTENT, NOW))
        .contains(new KeptRequest(CONTENT, "reply \u0000 \ud800"));
    assertThat(store().begin(otherProject, "key 1", CONTENT, NOW)).isEmpty();
  }

  @Test
  void forgetsARequestThatCameToNothing() {
    store().forget(project(), "key 2");
    assertThat(store().begin(project(), "key 2", CONTENT, NOW)).isEmpty();
    store().forget(project(), "key 2");
    store().finish(project(), "key 2", "too late");

    assertThat(store().begin(project(), "key 2", CONTENT, NOW)).isEmpty();
  }

  @Test
  void beginsAnewWhatWasAbandoned() {
    Instant later = NOW.plus(RequestStore.ABANDONED);
    ContentHash other = ContentHash.of("other");
    store().forget(project(), "key 3");
    assertThat(store().begin(project(), "key 3", CONTENT, NOW)).isEmpty();

    assertThat(store().begin(project(), "key 3", other, later))
        .contains(new KeptRequest(CONTENT, null));
    assertThat(store().begin(project(), "key 3", other, later.plusMillis(1))).isEmpty();
    assertThat(store().begin(project(), "key 3", CONTENT, later.plusMillis(2)))
        .contains(new KeptRequest(other, null));

    store().finish(project(), "key 3", "reply");
    assertThat(store().begin(project(), "key 3", other, later.plus(RequestStore.ABANDONED)))
        .contains(new KeptRequest(other, "reply"));
  }

  @Test
  void forgetsOldRequests() {
    store().forget(project(), "old");
    store().forget(project(), "new");
    assertThat(store().begin(project(), "old", CONTENT, NOW.minusSeconds(10))).isEmpty();
    assertThat(store().begin(project(), "new", CONTENT, NOW.plusSeconds(10))).isEmpty();

    assertThat(store().forgetBefore(NOW.minusSeconds(5))).isPositive();

    assertThat(store().begin(project(), "old", CONTENT, NOW)).isEmpty();
    assertThat(store().begin(project(), "new", CONTENT, NOW)).isPresent();
  }

  @Test
  void letsOneOfSeveralBeginAtOnce() {
    store().forget(project(), "race");
    AtomicInteger began = new AtomicInteger();
    IntStream.range(0, 16)
        .parallel()
        .mapToObj(i -> store().begin(project(), "race", CONTENT, NOW))
        .filter(Optional::isEmpty)
        .forEach(
            it -> {
              int ignored = began.incrementAndGet();
            });

    assertThat(began).hasValue(1);
  }
}
