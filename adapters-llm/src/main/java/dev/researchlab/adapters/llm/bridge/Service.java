package dev.researchlab.adapters.llm.bridge;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider's service whose protocol the library knows. */
enum Service {
  GEMINI(
      "gemini",
      "Google's Gemini API; images as data URIs.",
      URI.create("https://generativelanguage.googleapis.com/v1beta"),
      false),
  MISTRAL("mistral", "Mistral's API.", URI.create("https://api.mistral.ai/v1"), true),
  OLLAMA(
      "ollama",
      "Ollama's own API, on this machine unless base_url says otherwise; images as data URIs.",
      URI.create("http://localhost:11434"),
      false);

  private final String key;
  private final String summary;
  private final URI endpoint;
  private final boolean imageUrls;

  Service(String key, String summary, URI endpoint, boolean imageUrls) {
    this.key = key;
    this.summary = summary;
    this.endpoint = endpoint;
    this.imageUrls = imageUrls;
  }

  /** By which specifications choose it. */
  String key() {
    return key;
  }

  String summary() {
    return summary;
  }

  /** Where it is reached unless a specification says otherwise. */
  URI endpoint() {
    return endpoint;
  }

  /** Whether it fetches images itself; for the others the library would, past our transport. */
  boolean imageUrls() {
    return imageUrls;
  }

  /** The headers that carry the key. */
  Map<String, String> headers(@Nullable String apiKey) {
    if (apiKey == null) {
      return Map.of();
    }
    return switch (this) {
      case GEMINI -> Map.of("x-goog-api-key", apiKey);
      case MISTRAL, OLLAMA -> Map.of("Authorization", "Bearer " + apiKey);
    };
  }
}
