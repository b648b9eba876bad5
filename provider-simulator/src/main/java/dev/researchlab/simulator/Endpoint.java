package dev.researchlab.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the simulator serves. */
enum Endpoint {
  CHAT_COMPLETIONS("/v1/chat/completions", "POST"),
  COMPLETIONS("/v1/completions", "POST"),
  /** Anthropic's. */
  MESSAGES("/v1/messages", "POST"),
  EMBEDDINGS("/v1/embeddings", "POST"),
  MODELS("/v1/models", "GET, HEAD"),
  STATS("/stats", "GET, HEAD"),
  STATS_RESET("/stats/reset", "POST"),
  /** Paths that are not served and requests that are not HTTP. */
  OTHER(null, "");

  private final @Nullable String path;
  private final String allowed;

  Endpoint(@Nullable String path, String allowed) {
    this.path = path;
    this.allowed = allowed;
  }

  static Endpoint of(String path) {
    for (Endpoint endpoint : values()) {
      if (path.equals(endpoint.path)) {
        return endpoint;
      }
    }
    return OTHER;
  }

  /** The methods of its Allow header. */
  String allowed() {
    return allowed;
  }

  boolean allows(String method) {
    return method.equals("POST")
        ? allowed.equals("POST")
        : allowed.startsWith("GET") && isRead(method);
  }

  /** Statistics count the provider's traffic and not the questions about it. */
  boolean counted() {
    return this != STATS && this != STATS_RESET;
  }

  Dialect dialect() {
    return this == MESSAGES ? Dialect.ANTHROPIC : Dialect.OPENAI;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }
}
