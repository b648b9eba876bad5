package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ApiKeySecret;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.IssuedKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

final class ManageApiKeys implements ForManagingApiKeys {

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** So that nobody fills the memory with keys. */
  private static final int MOST_REMEMBERED = 10_000;

  private record Remembered(ApiKey key, Instant until) {}

  private final DrivenPorts ports;
  private final Map<ContentHash, Remembered> remembered = new ConcurrentHashMap<>();

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
    remembered.values().removeIf(it -> it.key().id().equals(id));
  }

  @Override
  public Optional<ApiKey> authenticate(ApiKeySecret secret) {
    Instant now = ports.clock().instant();
    return find(secret, now).filter(key -> key.isValidAt(now));
  }

  private Optional<ApiKey> find(ApiKeySecret secret, Instant now) {
    ContentHash hash = secret.hash();
    Remembered known = remembered.get(hash);
    if (known != null && now.isBefore(known.until())) {
      return Optional.of(known.key());
    }
    Optional<ApiKey> found =
        secret.project().flatMap(project -> ports.apiKeys().find(project, hash));
    remembered.remove(hash);
    found.ifPresent(
        key -> {
          if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
          }
          remembered.put(hash, new Remembered(key, now.plus(REMEMBERED)));
        });
    return found;
  }

  private static NotFoundException notFound(ApiKeyId id) {
    return new NotFoundException("API key", id.toString());
  }
}
