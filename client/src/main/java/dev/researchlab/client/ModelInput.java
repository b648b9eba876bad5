package dev.researchlab.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as it is registered; what is null has its default.
 *
 * @param endpoint the base URL, where it is not the provider's own
 * @param apiKeyEnv the name of a variable in the environment of the service
 */
public record ModelInput(
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
    Map<String, String> options) {
  public ModelInput {
    options = options == null ? Map.of() : Map.copyOf(options);
  }

  /** A model with everything left to its defaults. */
  public static ModelInput of(String name, String provider, String modelIdentifier) {
    return new ModelInput(
        name, provider, modelIdentifier, null, null, null, null, null, null, null, null, Map.of());
  }

  /** The same under another address. */
  public ModelInput at(String newEndpoint) {
    return new ModelInput(
        name,
        provider,
        modelIdentifier,
        newEndpoint,
        apiKeyEnv,
        parameters,
        price,
        timeoutSeconds,
        firstByteTimeoutSeconds,
        idleTimeoutSeconds,
        limits,
        options);
  }
}
