package dev.researchlab.ports.testkit.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.project.ApiKeyStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every {@link ApiKeyStore} does. */
public abstract class ApiKeyStoreContract {

  private static final Instant CREATED = Instant.parse("2026-03-01T09:00:00.123456Z");

  private final ProjectId project = Projects.fresh();
  private final ProjectId other = Projects.fresh();

  /** The store under test, the same in all of one test; it may hold keys of other projects. */
  protected abstract ApiKeyStore store();

  @Test
  void findsWhatWasAdded() {
    for (String name : Texts.DIFFICULT) {
      ApiKey key = added("key " + name);

      assertThat(store().find(project, key.id())).contains(key);
      assertThat(store().find(project, key.secretHash())).contains(key);
      assertThat(store().list(project)).contains(key);
    }
  }

  @Test
  void keepsTheScopeAndWhenItExpires() {
    ApiKey key =
        new ApiKey(
            new ApiKeyId(UUID.randomUUID()),
            project,
            "k",
            ApiKey.Scope.LAB,
            ContentHash.of("k"),
            CREATED,
            CREATED.plusSeconds(1));
    store().add(key);

    assertThat(store().list(project)).containsExactly(key);
  }

  @Test
  void showsNothingOfAnotherProject() {
    ApiKey key = added("here");

    assertThat(store().find(other, key.id())).isEmpty();
    assertThat(store().find(other, key.secretHash())).isEmpty();
    assertThat(store().list(other)).isEmpty();
    assertThat(store().remove(other, key.id())).isFalse();
    assertThat(store().find(project, key.id())).contains(key);
  }

  @Test
  void rejectsAnotherKeyOfTheSameIdNameOrHashAndKeepsTheFirst() {
    ApiKey first = added("first");
    List<ApiKey> others =
        List.of(
            key(project, first.id(), "second", ContentHash.of("second")),
            key(project, new ApiKeyId(UUID.randomUUID()), "first", ContentHash.of("second")),
            key(project, new ApiKeyId(UUID.randomUUID()), "second", first.secretHash()));

    for (ApiKey second : others) {
      assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().add(second));
    }
    assertThat(store().list(project)).containsExactly(first);
    ApiKey elsewhere = key(other, new ApiKeyId(UUID.randomUUID()), "first", first.secretHash());
    store().add(elsewhere);
    assertThat(store().list(other)).containsExactly(elsewhere);
  }

  @Test
  void listsByNameInTheOrderOfCodePoints() {
    List<ApiKey> keys = Texts.BY_CODE_POINT.reversed().stream().map(this::added).toList();

    assertThat(store().list(project)).containsExactlyElementsOf(keys.reversed());
  }

  @Test
  void removesOnce() {
    ApiKey key = added("gone");

    assertThat(store().remove(project, key.id())).isTrue();
    assertThat(store().remove(project, key.id())).isFalse();
    assertThat(store().find(project, key.secretHash())).isEmpty();
    assertThat(added("gone").name()).isEqualTo("gone");
  }

  @Test
  void letsOneOfSeveralWritersOfTheSameNameSucceed()
      throws InterruptedException, ExecutionException {
    assertThat(Race.winners(8, racer -> added("contested"))).isEqualTo(1);
  }

  private ApiKey added(String name) {
    ApiKeyId id = new ApiKeyId(UUID.randomUUID());
    ApiKey key = key(project, id, name, ContentHash.of(id.toString()));
    store().add(key);
    return key;
  }

  private static ApiKey key(ProjectId project, ApiKeyId id, String name, ContentHash secretHash) {
    return new ApiKey(id, project, name, ApiKey.Scope.PROJECT, secretHash, CREATED, null);
  }
}
