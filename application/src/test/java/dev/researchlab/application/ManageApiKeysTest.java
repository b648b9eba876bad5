package dev.researchlab.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeySecret;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.IssuedKey;
import dev.researchlab.ports.testkit.project.Projects;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManageApiKeysTest {

  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

  private final ProjectId project = Projects.fresh();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  private final DrivenPorts ports = LocalPorts.inMemory(now::get);

  @AutoClose private final ResearchLab lab = ResearchLab.with(ports);

  private final ForManagingApiKeys keys = lab.apiKeys();

  @Test
  void knowsAKeyByItsSecretUntilItIsRevoked() {
    IssuedKey issued = keys.issue(project, "ci", ApiKey.Scope.PROJECT, null);

    assertThat(keys.authenticate(new ApiKeySecret(issued.secret().text()))).contains(issued.key());
    assertThat(issued.key().project()).isEqualTo(project);

    keys.revoke(project, issued.key().id());

    assertThat(keys.authenticate(issued.secret())).isEmpty();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> keys.revoke(project, issued.key().id()));
  }

  @Test
  void forgetsSoonAKeyThatAnotherProcessTookBack() {
    IssuedKey issued = keys.issue(project, "ci", ApiKey.Scope.PROJECT, null);
    assertThat(keys.authenticate(issued.secret())).isPresent();
    ports.apiKeys().remove(project, issued.key().id());

    now.set(START.plus(ForManagingApiKeys.REMEMBERED).minusNanos(1));
    assertThat(keys.authenticate(issued.secret())).isPresent();
    now.set(START.plus(ForManagingApiKeys.REMEMBERED));
    assertThat(keys.authenticate(issued.secret())).isEmpty();
  }

  @Test
  void knowsAKeyUntilItExpires() {
    Instant end = START.plusSeconds(60);
    IssuedKey issued = keys.issue(project, "ci", ApiKey.Scope.PROJECT, end);
    now.set(end.minusSeconds(1));
    assertThat(keys.authenticate(issued.secret())).isPresent();

    now.set(end.minusNanos(1));
    assertThat(keys.authenticate(issued.secret())).isPresent();
    now.set(end);
    assertThat(keys.authenticate(issued.secret())).isEmpty();
  }

  @Test
  void refusesAKeyThatHasExpiredAlready() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> keys.issue(project, "late", ApiKey.Scope.PROJECT, START))
        .withMessageStartingWith("expires_at: must lie between now and");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> keys.issue(project, "late", ApiKey.Scope.PROJECT, Instant.MAX));
    assertThat(keys.keys(project)).isEmpty();
  }

  @Test
  void givesEachKeyAnotherSecret() {
    assertThat(keys.issue(project, "a", ApiKey.Scope.PROJECT, null).secret())
        .isNotEqualTo(keys.issue(project, "b", ApiKey.Scope.PROJECT, null).secret());
  }

  @Test
  void doesNotSayASecretByAccident() {
    IssuedKey issued = keys.issue(project, "ci", ApiKey.Scope.PROJECT, null);

    assertThat(issued.toString()).doesNotContain(issued.secret().text().substring(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lab_", "lab_AAAA", "lab_!", "Lab_", "lab_\u0000", "\ud800"})
  void knowsNoKeyByWhatIsNoSecret(String text) {
    assertThat(keys.authenticate(new ApiKeySecret(text))).isEmpty();
  }

  @Test
  void knowsNoKeyByTheSecretOfAnotherProject() {
    IssuedKey issued = keys.issue(project, "ci", ApiKey.Scope.PROJECT, null);
    ApiKeySecret elsewhere = ApiKeySecret.of(Projects.fresh(), new byte[ApiKeySecret.CHANCE]);
    String text = elsewhere.text().substring(0, 25) + issued.secret().text().substring(25);

    assertThat(keys.authenticate(new ApiKeySecret(text))).isEmpty();
  }
}
