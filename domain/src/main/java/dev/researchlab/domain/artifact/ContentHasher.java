package dev.researchlab.domain.artifact;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hashes structured content without a text format in between: every value goes in with its length,
 * so that no two different contents feed the same bytes. Not thread-safe.
 */
public final class ContentHasher {

  private final MessageDigest digest = ContentHash.sha256();

  /** Adds one text; null and the empty text differ. */
  public ContentHasher add(@Nullable String text) {
    if (text == null) {
      digest.update(ByteBuffer.allocate(4).putInt(-1).flip());
      return this;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
    return this;
  }

  /** Adds a number, a date or another value by its text. */
  public ContentHasher add(@Nullable Object value) {
    return add(value == null ? null : value.toString());
  }

  /** Adds a list: its size, then each text in order. */
  public ContentHasher add(List<String> texts) {
    add(texts.size());
    texts.forEach(this::add);
    return this;
  }

  /** Adds a map: its size, then each entry in the order of the keys. */
  public ContentHasher add(Map<String, String> entries) {
    add(entries.size());
    new TreeMap<>(entries).forEach((key, value) -> add(key).add(value));
    return this;
  }

  /** The hash of everything added so far; the hasher starts anew. */
  public ContentHash hash() {
    return ContentHash.of(digest);
  }
}
