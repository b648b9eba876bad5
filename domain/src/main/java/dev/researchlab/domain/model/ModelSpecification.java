package dev.researchlab.domain.model;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHasher;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that says which model answers and how it is reached.
 *
 * @param provider the kind of provider, such as {@code openai}, {@code replay} or {@code simulated}
 * @param modelIdentifier the provider's own name of the model
 * @param endpoint the base URL, where the provider is reached by one
 * @param credentialVariable the name of the environment variable that holds the key; never the key
 * @param parameters how the model samples
 * @param price what its tokens cost, where that is known
 * @param timeout after which a call is given up, positive
 * @param firstByteTimeout after which a call is given up that has not begun to answer; null for the
 *     time-out of the whole call
 * @param idleTimeout after which a call is given up that has begun to answer and says nothing more;
 *     null for the time-out of the whole call
 * @param limits what the provider is known to allow
 * @param options what only this kind of provider knows, such as the file of a replay
 */
public record ModelSpecification(
    String provider,
    String modelIdentifier,
    @Nullable URI endpoint,
    @Nullable String credentialVariable,
    GenerationParameters parameters,
    @Nullable TokenPrice price,
    Duration timeout,
    @Nullable Duration firstByteTimeout,
    @Nullable Duration idleTimeout,
    ModelLimits limits,
    Map<String, String> options) {

  /** The option that names a file, by its path. */
  public static final String FILE_OPTION = "file";

  /** The option that says what the file holds, by its SHA-256. */
  public static final String FILE_HASH_OPTION = "file_sha256";

  /** The time a call may take where nothing else is said. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

  /**
   * @throws InvalidException if the time-out is not positive
   */
  public ModelSpecification {
    if (provider.isBlank() || modelIdentifier.isBlank()) {
      throw new IllegalArgumentException("a model has a provider and a model identifier");
    }
    if (!timeout.isPositive()) {
      throw new InvalidException("timeout", "must be positive, not " + timeout);
    }
    requirePositive("first_byte_timeout", firstByteTimeout);
    requirePositive("idle_timeout", idleTimeout);
    options = Map.copyOf(options);
  }

  private static void requirePositive(String name, @Nullable Duration limit) {
    if (limit != null && !limit.isPositive()) {
      throw new InvalidException(name, "must be positive, not " + limit);
    }
  }

  /** A model with one time-out and unknown limits. */
  public ModelSpecification(
      String provider,
      String modelIdentifier,
      @Nullable URI endpoint,
      @Nullable String credentialVariable,
      GenerationParameters parameters,
      @Nullable TokenPrice price,
      Duration timeout,
      Map<String, String> options) {
    this(
        provider,
        modelIdentifier,
        endpoint,
        credentialVariable,
        parameters,
        price,
        timeout,
        null,
        null,
        ModelLimits.UNKNOWN,
        options);
  }

  /** A model with the provider's own defaults and nothing else said. */
  public static ModelSpecification of(String provider, String modelIdentifier) {
    return new ModelSpecification(
        provider,
        modelIdentifier,
        null,
        null,
        GenerationParameters.PROVIDER_DEFAULTS,
        null,
        DEFAULT_TIMEOUT,
        Map.of());
  }

  /** The same model with these options. */
  public ModelSpecification withOptions(Map<String, String> newOptions) {
    return new ModelSpecification(
        provider,
        modelIdentifier,
        endpoint,
        credentialVariable,
        parameters,
        price,
        timeout,
        firstByteTimeout,
        idleTimeout,
        limits,
        newOptions);
  }

  /** The same model at this price. */
  public ModelSpecification withPrice(TokenPrice newPrice) {
    return new ModelSpecification(
        provider,
        modelIdentifier,
        endpoint,
        credentialVariable,
        parameters,
        newPrice,
        timeout,
        firstByteTimeout,
        idleTimeout,
        limits,
        options);
  }

  /** The same model behind this base URL. */
  public ModelSpecification withEndpoint(URI newEndpoint) {
    return new ModelSpecification(
        provider,
        modelIdentifier,
        newEndpoint,
        credentialVariable,
        parameters,
        price,
        timeout,
        firstByteTimeout,
        idleTimeout,
        limits,
        options);
  }

  /**
   * Adds everything that determines an answer to the hash; price and credentials do not, and
   * neither does the path of a file whose content is known by its hash.
   */
  public void addTo(ContentHasher hasher) {
    Map<String, String> determining = new HashMap<>(options);
    if (options.containsKey(FILE_HASH_OPTION)) {
      determining.remove(FILE_OPTION);
    }
    hasher.add(provider).add(modelIdentifier).add(endpoint).add(determining);
    parameters.addTo(hasher);
  }
}
