package dev.researchlab.application;

import static dev.researchlab.application.TestLab.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import dev.researchlab.ports.driving.request.ForRepeatingRequests;
import dev.researchlab.ports.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeepRequestsTest {

  private static final ContentHash CONTENT = ContentHash.of("a request");
  private static final ContentHash OTHER = ContentHash.of("another request");

  private final Outage clock = new Outage();
  private final TestLab lab = new TestLab(ScriptedProvider.correct(), clock::of);
  private final ForRepeatingRequests requests = lab.lab.requests();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void tellsTheSecondRequestOfAKeyWhatBecameOfTheFirst() {
    assertThat(requests.begin(PROJECT, "k", CONTENT)).isEmpty();
    assertThat(requests.begin(PROJECT, "k", CONTENT)).hasValue(new KeptRequest(CONTENT, null));
    requests.finish(PROJECT, "k", "done");
    assertThat(requests.begin(PROJECT, "k", CONTENT)).hasValue(new KeptRequest(CONTENT, "done"));
    assertThat(requests.begin(PROJECT, "k", OTHER)).hasValue(new KeptRequest(CONTENT, "done"));
  }

  @Test
  void beginsAgainWhatCameToNothing() {
    assertThat(requests.begin(PROJECT, "k", CONTENT)).isEmpty();
    requests.forget(PROJECT, "k");
    assertThat(requests.begin(PROJECT, "k", OTHER)).isEmpty();
    requests.forget(PROJECT, "not there");
    requests.finish(PROJECT, "not there", "done");
    assertThat(requests.begin(PROJECT, "not there", CONTENT)).isEmpty();
  }

  @Test
  void keepsTheKeysOfProjectsApart() {
    ProjectId other = new ProjectId(new UUID(1, 1));
    assertThat(requests.begin(PROJECT, "k", CONTENT)).isEmpty();
    assertThat(requests.begin(other, "k", CONTENT)).isEmpty();
    requests.forget(other, "k");
    assertThat(requests.begin(PROJECT, "k", CONTENT)).isPresent();
  }

  @Test
  void letsOneOfManyWithTheSameKeyBegin() throws Exception {
    List<Optional<KeptRequest>> begun =
        Race.run(16, racer -> () -> requests.begin(PROJECT, "k", CONTENT));
    assertThat(begun).filteredOn(Optional::isEmpty).hasSize(1);
  }

  @Test
  void forgetsAKeyAfterItsTimeAndNotBefore() {
    assertThat(requests.begin(PROJECT, "old", CONTENT)).isEmpty();
    requests.finish(PROJECT, "old", "done");
    clock.pass(ForRepeatingRequests.KEPT.minusSeconds(1));
    assertThat(requests.begin(PROJECT, "old", CONTENT)).isPresent();
    assertThat(requests.begin(PROJECT, "young", CONTENT)).isEmpty();
    requests.finish(PROJECT, "young", "done");

    clock.pass(Duration.ofHours(1).plusSeconds(2));
    assertThat(requests.begin(PROJECT, "old", OTHER)).isEmpty();
    assertThat(requests.begin(PROJECT, "young", CONTENT)).isPresent();
  }
}
