package dev.researchlab.domain.project;

import dev.researchlab.domain.artifact.ContentHash;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What is sent to prove that somebody has a key: {@code lab_}, then 48 bytes in the URL-safe
 * alphabet of base 64, of which the first 16 name the project, so that the key is looked for there
 * alone, and the others are chance.
 */
public record ApiKeySecret(String text) {

  /** How many bytes of chance a secret has. */
  public static final int CHANCE = 32;

  private static final String PREFIX = "lab_";
  private static final int PROJECT = 16;

  /**
   * The secret of a new key.
   *
   * @param chance {@link #CHANCE} bytes that nobody can guess
   */
  public static ApiKeySecret of(ProjectId project, byte[] chance) {
    if (chance.length != CHANCE) {
      throw new IllegalArgumentException("a secret has " + CHANCE + " bytes of chance");
    }
    byte[] bytes =
        ByteBuffer.allocate(PROJECT + CHANCE)
            .putLong(project.value().getMostSignificantBits())
            .putLong(project.value().getLeastSignificantBits())
            .put(chance)
            .array();
    return new ApiKeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The project whose key it would be; empty where it has not the form of a secret. */
  public Optional<ProjectId> project() {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
      if (bytes.length != PROJECT + CHANCE) {
        return Optional.empty();
      }
      ByteBuffer read = ByteBuffer.wrap(bytes);
      return Optional.of(new ProjectId(new UUID(read.getLong(), read.getLong())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What the lab keeps of it. 32 bytes of chance need no slow hash: they cannot be tried out. */
  public ContentHash hash() {
    return ContentHash.of(text);
  }

  /** Without the secret, which does not belong into logs. */
  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
