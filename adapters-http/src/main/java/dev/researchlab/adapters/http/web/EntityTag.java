package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.artifact.ContentHash;
import java.util.Arrays;

/** Tags that say which state of a thing somebody has read (RFC 9110, section 8.8.3). */
public final class EntityTag {

  private EntityTag() {}

  static String of(long version) {
    return "\"" + version + "\"";
  }

  static String of(ContentHash content) {
    return "\"" + content.hex().substring(0, 32) + "\"";
  }

  /** Whether a list of tags, as in {@code If-Match}, has that one. */
  static boolean matches(String header, String tag) {
    return header.strip().equals("*")
        || Arrays.stream(header.split(",", -1)).map(String::strip).anyMatch(tag::equals);
  }
}
