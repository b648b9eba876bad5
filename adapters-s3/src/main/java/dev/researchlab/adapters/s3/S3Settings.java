package dev.researchlab.adapters.s3;

import java.net.URI;
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

  /** A key and its secret, which is never shown. */
  public record Credentials(String accessKey, String secretKey) {
    @Override
    public String toString() {
      return accessKey;
    }
  }
}
