package dev.researchlab.adapters.s3;

import dev.researchlab.domain.InvalidException;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a bucket is and who asks.
 *
 * @param endpoint of another service than Amazon's; null for that one
 * @param region null for that of the environment, as Amazon's tools find it, or else us-east-1
 * @param credentials null for those of the environment, as Amazon's tools find them
 */
public record S3Settings(
    String bucket,
    @Nullable URI endpoint,
    @Nullable String region,
    @Nullable Credentials credentials) {

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern SCHEME = Pattern.compile("(?i)https?");
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,63}");
  private static final int LAST_PORT = 65_535;

  /**
   * @throws InvalidException if no service could be asked with these
   */
  public S3Settings {
    if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
      throw new InvalidException(
          "bucket",
          "must be 3 to 63 lower-case letters, digits, hyphens and single dots, not '%s'"
              .formatted(bucket));
    }
    if (endpoint != null) {
      requireAddress(endpoint);
    }
    if (region != null && !REGION.matcher(region).matches()) {
      throw new InvalidException(
          "region",
          "must be letters, digits and hyphens, such as eu-central-1, not '" + region + "'");
    }
  }

  private static void requireAddress(URI endpoint) {
    if (endpoint.toString().contains("@")) { // what is before it may be a secret, and is not shown
      throw new InvalidException("endpoint", "must not name a user; set the access key instead");
    }
    if (endpoint.getHost() == null
        || !SCHEME.matcher(String.valueOf(endpoint.getScheme())).matches()
        || endpoint.getPort() > LAST_PORT
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      throw new InvalidException(
          "endpoint", "must have the form http://HOST:PORT, not '" + endpoint + "'");
    }
  }

  /** A key and its secret, which is never shown. */
  public record Credentials(String accessKey, String secretKey) {

    /**
     * @throws InvalidException if one of them is blank
     */
    public Credentials {
      if (accessKey.isBlank() || secretKey.isBlank()) {
        throw new InvalidException(
            "credentials", "the access key or its secret is empty; set both");
      }
    }

    @Override
    public String toString() {
      return accessKey;
    }
  }
}
