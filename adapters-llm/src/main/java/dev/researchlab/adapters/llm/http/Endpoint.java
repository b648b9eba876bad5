package dev.researchlab.adapters.llm.http;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider is reached.
 *
 * @param base for people; without the query, which may hold a secret
 * @param query empty, or with its question mark
 */
public record Endpoint(String base, String query) {

  private static final int LAST_PORT = 65_535;

  /**
   * The endpoint of the specification.
   *
   * @param standard where the specification names none
   * @param paths what the lab appends
   * @throws InvalidException if requests cannot be sent there; the message never shows a password
   */
  public static Endpoint of(ModelSpecification specification, URI standard, List<String> paths) {
    URI uri = specification.endpoint() != null ? specification.endpoint() : standard;
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      throw new InvalidException(
          "base_url", "must not hold a user or password: name the key's variable in api_key_env");
    }
    @Nullable String scheme = uri.getScheme();
    if (scheme == null || !scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      throw new InvalidException("base_url", "must start with http:// or https://, not " + uri);
    }
    if (uri.getHost() == null || uri.getPort() > LAST_PORT) {
      throw new InvalidException("base_url", "must name a host and a valid port: " + uri);
    }
    if (uri.getRawFragment() != null) {
      throw new InvalidException("base_url", "must not have a part after #: " + uri);
    }
    String path = uri.getRawPath().replaceFirst("/+$", "");
    for (String appended : paths) {
      if (path.endsWith(appended)) {
        throw new InvalidException(
            "base_url", "must end before %s, which the lab appends: %s".formatted(appended, uri));
      }
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new Endpoint(scheme + "://" + uri.getRawAuthority() + path, query);
  }

  /** Where requests of this path are posted, such as {@code /chat/completions}. */
  public URI at(String path) {
    return URI.create(base + path + query);
  }
}
