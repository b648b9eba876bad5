package dev.researchlab.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A registered model. */
public record Model(
    String id,
    String name,
    String provider,
    String modelIdentifier,
    @Nullable String endpoint,
    @Nullable String apiKeyEnv,
    @Nullable Parameters parameters,
    @Nullable Price price,
    @Nullable Double timeoutSeconds,
    @Nullable Double firstByteTimeoutSeconds,
    @Nullable Double idleTimeoutSeconds,
    @Nullable Limits limits,
    Map<String, String> options,
    long version,
    Instant registeredAt) {
  public Model {
    options = options == null ? Map.of() : Map.copyOf(options);
  }
}
