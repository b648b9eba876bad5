package dev.researchlab.ports.driving.project;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ApiKeySecret;
import dev.researchlab.domain.project.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives out the keys by which programs work in a lab that is served, and takes them back. */
public interface ForManagingApiKeys {

  /** For how long a key is not looked up again. */
  Duration REMEMBERED = Duration.ofSeconds(5);

  /**
   * Makes a key.
   *
   * @param name not blank
   * @param expiresAt from when on it lets nobody in, null for never
   * @throws ConflictException if the project has a key of that name
   * @throws InvalidException if it would have expired already, or expires after the year 9999
   */
  IssuedKey issue(ProjectId project, String name, ApiKey.Scope scope, @Nullable Instant expiresAt);

  /** The keys of the project, by name in the order of their code points. */
  List<ApiKey> keys(ProjectId project);

  /**
   * The key of that id.
   *
   * @throws NotFoundException if the project has none
   */
  ApiKey key(ProjectId project, ApiKeyId id);

  /**
   * Takes a key back: from now on it lets nobody in.
   *
   * @throws NotFoundException if the project has none of that id
   */
  void revoke(ProjectId project, ApiKeyId id);

  /**
   * The key of that secret; empty where there is none, or it has expired. One that another process
   * has taken back may be found for {@link #REMEMBERED} more.
   */
  Optional<ApiKey> authenticate(ApiKeySecret secret);
}
