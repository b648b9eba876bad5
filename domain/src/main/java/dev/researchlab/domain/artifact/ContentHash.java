package dev.researchlab.domain.artifact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of some content, as 64 lower-case hexadecimal digits. Equal hashes mean equal
 * content: datasets, prompts and manifests are compared by it.
 */
public record ContentHash(String hex) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if {@code hex} is not 64 lower-case hexadecimal digits
   */
  public ContentHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "a content hash is 64 lower-case hexadecimal digits, not '" + hex + "'");
    }
  }

  /** The hash of the given bytes. */
  public static ContentHash of(byte[] content) {
    return of(sha256(), content);
  }

  /** The hash of the UTF-8 encoding of the given text. */
  public static ContentHash of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  /** A fresh SHA-256 digest, for content that is hashed while it streams. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Completes a digest that was obtained from {@link #sha256()}. */
  public static ContentHash of(MessageDigest digest) {
    return of(digest, new byte[0]);
  }

  private static ContentHash of(MessageDigest digest, byte[] last) {
    return new ContentHash(HexFormat.of().formatHex(digest.digest(last)));
  }

  @Override
  public String toString() {
    return hex;
  }
}
