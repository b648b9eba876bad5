package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ApiKeySecret;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.IssuedKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class ManageApiKeys implements ForManagingApiKeys {

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final DrivenPorts ports;

  ManageApiKeys(DrivenPorts ports) {
    this.ports = ports;
  }

  @Override
  public IssuedKey issue(
      ProjectId project, String name, ApiKey.Scope scope, @Nullable Instant expiresAt) {
    Instant now = ports.clock().instant();
    if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(LATEST))) {
      throw new InvalidException("expires_at", "must lie between now and " + LATEST);
    }
    ApiKeySecret secret = ApiKeySecret.of(project, ports.chance().apply(ApiKeySecret.CHANCE));
    ApiKey key =
        new ApiKey(
            new ApiKeyId(ports.ids().get()), project, name, scope, secret.hash(), now, expiresAt);
    ports.apiKeys().add(key);
    return new IssuedKey(key, secret);
  }

  @Override
  public List<ApiKey> keys(ProjectId project) {
    return ports.apiKeys().list(project);
  }

  @Override
  public ApiKey key(ProjectId project, ApiKeyId id) {
    return ports.apiKeys().find(project, id).orElseThrow(() -> notFound(id));
  }

  @Override
  public void revoke(ProjectId project, ApiKeyId id) {
    if (!ports.apiKeys().remove(project, id)) {
      throw notFound(id);
    }
  }

  @Override
  public Optional<ApiKey> authenticate(ApiKeySecret secret) {
    return secret
        .project()
        .flatMap(project -> ports.apiKeys().find(project, secret.hash()))
        .filter(key -> key.isValidAt(ports.clock().instant()));
  }

  private static NotFoundException notFound(ApiKeyId id) {
    return new NotFoundException("API key", id.toString());
  }
}
