package dev.researchlab.adapters.llm.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a provider sent fit for a message: one short line without the key.
 *
 * @param key what must not be seen, null where there is none
 */
record OneLine(@Nullable String key) {

  private static final int SHOWN = 200;

  /** Cut before the key is masked, so that no masking takes long; far more than is shown. */
  private static final int LOOKED_AT = 64 * 1024;

  /** The text's first 200 characters, without control characters, line breaks and the key. */
  String of(String text) {
    String line = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    if (key != null) {
      line = line.replace(key, "***");
    }
    line = line.replaceAll("[\\p{C}\\p{Z}]+", " ").strip();
    if (line.codePointCount(0, line.length()) <= SHOWN) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
  }

  /** As above, of a body in UTF-8. */
  String of(byte[] body) {
    return of(new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.UTF_8));
  }
}
