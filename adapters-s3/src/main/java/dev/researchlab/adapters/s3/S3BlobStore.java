package dev.researchlab.adapters.s3;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.VerifiedInputStream;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.artifact.BlobStore;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/**
 * Keeps each content as an object named by its hash: {@code project/<project>/<all digits>}.
 * Objects are never changed; what was read is compared with the hash, as not every S3 service keeps
 * checksums. A content that is left half way through an upload of parts is aborted; a crash may
 * leave one behind, which costs space until the bucket's own rule for incomplete uploads removes
 * it.
 */
public final class S3BlobStore implements BlobStore, AutoCloseable {

  private static final int CONNECTIONS = 64;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ATTEMPT = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final Duration LONGEST_URL = Duration.ofDays(7);
  private static final int NOT_FOUND = 404;
  private static final int BEYOND_THE_END = 416;

  private final S3Settings settings;
  private final S3Failures failures;
  private final S3Client client;
  private final S3Presigner presigner;
  private final Uploads uploads;

  private S3BlobStore(S3Settings settings, S3Client client, S3Presigner presigner) {
    this.settings = settings;
    this.failures = new S3Failures(settings);
    this.client = client;
    this.presigner = presigner;
    this.uploads = new Uploads(client, settings.bucket(), failures);
  }

  /**
   * A store in that bucket; nothing is asked yet.
   *
   * @throws InvalidException if the endpoint is not a URL of http or https
   */
  public static S3BlobStore of(S3Settings settings) {
    URI endpoint = settings.endpoint();
    if (endpoint != null
        && (endpoint.getHost() == null
            || !String.valueOf(endpoint.getScheme()).startsWith("http"))) {
      throw new InvalidException(
          "the S3 endpoint must have the form http://HOST:PORT, not '" + endpoint + "'");
    }
    Region region = region(settings.region());
    AwsCredentialsProvider credentials = credentials(settings.credentials());
    boolean pathStyle = endpoint != null;
    S3Client client =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionTimeout(CONNECT)
                    // Thousands of virtual threads wait for their turn and do not fail.
                    .connectionAcquisitionTimeout(LONGEST)
                    .socketTimeout(ATTEMPT))
            .overrideConfiguration(
                override -> override.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(LONGEST))
            .region(region)
            .credentialsProvider(credentials)
            .endpointOverride(endpoint)
            .forcePathStyle(pathStyle)
            .build();
    S3Presigner presigner =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .endpointOverride(endpoint)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(pathStyle).build())
            .build();
    return new S3BlobStore(settings, client, presigner);
  }

  private static Region region(@Nullable String configured) {
    if (configured != null) {
      return Region.of(configured);
    }
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkException e) {
      return Region.US_EAST_1; // services other than Amazon's take any
    }
  }

  private static AwsCredentialsProvider credentials(S3Settings.@Nullable Credentials given) {
    return given == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(given.accessKey(), given.secretKey()));
  }

  /**
   * Asks for the bucket, so that what is wrong is known before something has to be stored.
   *
   * @throws UnavailableException if there is none, it may not be used, or nobody answers
   */
  public void check() {
    failures.translated(() -> client.headBucket(request -> request.bucket(settings.bucket())));
  }

  @Override
  public ContentHash put(ProjectId project, InputStream content) {
    return uploads.put(content, hash -> key(project, hash));
  }

  @Override
  public Optional<InputStream> get(ProjectId project, ContentHash hash) {
    return open(project, hash, null).map(content -> new VerifiedInputStream(content, hash));
  }

  @Override
  public Optional<InputStream> get(ProjectId project, ContentHash hash, long offset, int length) {
    return open(project, hash, "bytes=%d-%d".formatted(offset, offset + length - 1));
  }

  private Optional<InputStream> open(ProjectId project, ContentHash hash, @Nullable String range) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key(project, hash))
            .range(range)
            .build();
    try {
      return Optional.of(new ObjectInputStream(client.getObject(request), failures));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      if (e.statusCode() == BEYOND_THE_END) {
        return Optional.of(InputStream.nullInputStream());
      }
      throw failures.unavailable(e);
    } catch (SdkException e) {
      throw failures.unavailable(e);
    }
  }

  @Override
  public Optional<Long> size(ProjectId project, ContentHash hash) {
    try {
      return Optional.of(
          client
              .headObject(request -> request.bucket(settings.bucket()).key(key(project, hash)))
              .contentLength());
    } catch (S3Exception e) {
      // An answer without a body does not say whether the object or the bucket is missing.
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw failures.unavailable(e);
    } catch (SdkException e) {
      throw failures.unavailable(e);
    }
  }

  @Override
  public Stream<ContentHash> list(ProjectId project) {
    String prefix = prefix(project);
    return Stream.<@Nullable ListObjectsV2Response>iterate(
            page(prefix, null), Objects::nonNull, page -> after(page, prefix))
        .filter(Objects::nonNull)
        .flatMap(page -> page.contents().stream())
        .map(object -> new ContentHash(object.key().substring(prefix.length())));
  }

  private @Nullable ListObjectsV2Response after(
      @Nullable ListObjectsV2Response page, String prefix) {
    return page == null || !page.isTruncated() ? null : page(prefix, page.nextContinuationToken());
  }

  private ListObjectsV2Response page(String prefix, @Nullable String after) {
    return failures.translated(
        () ->
            client.listObjectsV2(
                request ->
                    request.bucket(settings.bucket()).prefix(prefix).continuationToken(after)));
  }

  @Override
  public boolean delete(ProjectId project, ContentHash hash) {
    // S3 does not say whether there was one. Of two that delete at once both may be told so.
    boolean present = size(project, hash).isPresent();
    failures.translated(
        () ->
            client.deleteObject(
                request -> request.bucket(settings.bucket()).key(key(project, hash))));
    return present;
  }

  @Override
  public Optional<URI> downloadUrl(ProjectId project, ContentHash hash, Duration validFor) {
    requireExpiry(validFor);
    return Optional.of(
        uri(
            failures
                .translated(
                    () ->
                        presigner.presignGetObject(
                            presign ->
                                presign
                                    .signatureDuration(validFor)
                                    .getObjectRequest(
                                        get ->
                                            get.bucket(settings.bucket()).key(key(project, hash)))))
                .url()
                .toExternalForm()));
  }

  @Override
  public Optional<Upload> upload(ProjectId project, ContentHash hash, Duration validFor) {
    requireExpiry(validFor);
    String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash.hex()));
    PresignedPutObjectRequest signed =
        failures.translated(
            () ->
                presigner.presignPutObject(
                    presign ->
                        presign
                            .signatureDuration(validFor)
                            .putObjectRequest(
                                put ->
                                    put.bucket(settings.bucket())
                                        .key(key(project, hash))
                                        .checksumSHA256(checksum))));
    Map<String, String> headers =
        signed.signedHeaders().entrySet().stream()
            .filter(header -> !header.getKey().equalsIgnoreCase("host"))
            .collect(
                Collectors.toMap(Map.Entry::getKey, header -> String.join(",", header.getValue())));
    return Optional.of(new Upload(uri(signed.url().toExternalForm()), headers));
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the client signed what is no URL", e);
    }
  }

  private static void requireExpiry(Duration validFor) {
    if (!validFor.isPositive() || validFor.compareTo(LONGEST_URL) > 0) {
      throw new IllegalArgumentException("a URL is valid for up to 7 days, not " + validFor);
    }
  }

  private static String prefix(ProjectId project) {
    return "project/" + project + "/";
  }

  private static String key(ProjectId project, ContentHash hash) {
    return prefix(project) + hash.hex();
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }
}
