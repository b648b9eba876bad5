package dev.researchlab.adapters.llm.openai;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the model is reached.
 *
 * @param base for people; without the query, which may hold a secret
 * @param completions where requests are posted
 */
record Endpoint(String base, URI completions) {

  private static final URI OPENAI = URI.create("https://api.openai.com/v1");
  private static final String COMPLETIONS = "/chat/completions";
  private static final int LAST_PORT = 65_535;

  /**
   * The endpoint of the specification.
   *
   * @throws InvalidException if requests cannot be sent there; the message never shows a password
   */
  static Endpoint of(ModelSpecification specification) {
    URI uri = specification.endpoint() != null ? specification.endpoint() : OPENAI;
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
    if (path.endsWith(COMPLETIONS)) {
      throw new InvalidException(
          "base_url", "must end before %s, which the lab appends: %s".formatted(COMPLETIONS, uri));
    }
    String base = scheme + "://" + uri.getRawAuthority() + path;
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new Endpoint(base, URI.create(base + COMPLETIONS + query));
  }
}
