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
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * Keeps each content as an object named by its hash: {@code project/<project>/<first two
 * digits>/<all digits>}; objects of other names are left alone. Objects are never changed; what was
 * read is compared with the hash, as not every S3 service keeps checksums. An upload of parts that
 * fails is aborted; a crash may leave one behind, which is never seen but costs space until a
 * lifecycle rule of the bucket removes it (AbortIncompleteMultipartUpload).
 */
public final class S3BlobStore implements BlobStore, AutoCloseable {

  /** Of an object, after the prefix of its project. */
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{2})/(\\1[0-9a-f]{62})");

  private static final int CONNECTIONS = 64;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ATTEMPT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** S3 counts seconds. */
  private static final Duration SHORTEST_URL = Duration.ofSeconds(1);

  private static final Duration LONGEST_URL = Duration.ofDays(7);
  private static final int BEYOND_THE_END = 416;

  private final S3Settings settings;
  private final S3Failures failures;
  private final Turns turns = new Turns(CONNECTIONS, LONGEST_WAIT);
  private final S3Client client;
  private final S3Presigner presigner;
  private final Uploads uploads;

  private S3BlobStore(S3Settings settings, S3Client client, S3Presigner presigner) {
    this.settings = settings;
    this.failures = new S3Failures(settings);
    this.client = client;
    this.presigner = presigner;
    this.uploads = new Uploads(client, settings.bucket(), failures, turns);
  }

  /**
   * A store in that bucket, which has been asked for.
   *
   * @throws InvalidException if there is no such bucket
   * @throws UnavailableException if it may not be used, or nobody answers
   */
  public static S3BlobStore open(S3Settings settings) {
    S3BlobStore store = of(settings);
    try {
      store.check();
      return store;
    } catch (InvalidException | UnavailableException e) {
      store.close();
      throw e;
    }
  }

  /** A store in that bucket; nothing is asked yet. */
  public static S3BlobStore of(S3Settings settings) {
    return of(settings, ATTEMPT);
  }

  /**
   * @param patience with one attempt; with all attempts of a request it is twice as long
   */
  static S3BlobStore of(S3Settings settings, Duration patience) {
    URI endpoint = settings.endpoint();
    Region region = region(settings.region());
    AwsCredentialsProvider credentials = credentials(settings.credentials());
    boolean pathStyle = endpoint != null;
    S3Client client =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionTimeout(CONNECT)
                    .socketTimeout(patience))
            .overrideConfiguration(
                override ->
                    override
                        .apiCallAttemptTimeout(patience)
                        .apiCallTimeout(patience.multipliedBy(2)))
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
   * @throws InvalidException if there is no such bucket
   * @throws UnavailableException if it may not be used, or nobody answers
   */
  public void check() {
    try {
      requireBucket();
    } catch (UnavailableException e) {
      throw isNotFound(e.getCause())
          ? new InvalidException("bucket", String.valueOf(e.getMessage()), e)
          : e;
    }
  }

  private void requireBucket() {
    asked(() -> client.headBucket(request -> request.bucket(settings.bucket())));
  }

  private static boolean isNotFound(@Nullable Throwable failure) {
    return failure instanceof S3Exception answer && answer.statusCode() == S3Failures.NOT_FOUND;
  }

  private <T> T asked(Supplier<T> call) {
    return failures.translated(() -> turns.during(call));
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
    long last = offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length - 1;
    return open(project, hash, "bytes=%d-%d".formatted(offset, last));
  }

  private Optional<InputStream> open(ProjectId project, ContentHash hash, @Nullable String range) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key(project, hash))
            .range(range)
            .build();
    turns.begin();
    boolean takenOver = false;
    try {
      InputStream content = new ObjectInputStream(client.getObject(request), failures, turns);
      takenOver = true;
      return Optional.of(content);
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      if (e.statusCode() == BEYOND_THE_END) {
        return Optional.of(InputStream.nullInputStream());
      }
      throw failures.unavailable(e);
    } catch (SdkException e) {
      throw failures.unavailable(e);
    } finally {
      if (!takenOver) {
        turns.end();
      }
    }
  }

  @Override
  public Optional<Long> size(ProjectId project, ContentHash hash) {
    try {
      return Optional.of(
          asked(
                  () ->
                      client.headObject(
                          head -> head.bucket(settings.bucket()).key(key(project, hash))))
              .contentLength());
    } catch (UnavailableException e) {
      if (!isNotFound(e.getCause())) {
        throw e;
      }
      requireBucket(); // an answer without a body does not say whether it or the object is missing
      return Optional.empty();
    }
  }

  @Override
  public Stream<ContentHash> list(ProjectId project) {
    String prefix = prefix(project);
    return Stream.<@Nullable ListObjectsV2Response>iterate(
            page(prefix, null), Objects::nonNull, page -> after(page, prefix))
        .filter(Objects::nonNull)
        .flatMap(page -> page.contents().stream())
        .map(object -> NAME.matcher(object.key().substring(prefix.length())))
        .filter(Matcher::matches)
        .map(name -> new ContentHash(name.group(2)));
  }

  private @Nullable ListObjectsV2Response after(
      @Nullable ListObjectsV2Response page, String prefix) {
    return page == null || !page.isTruncated() ? null : page(prefix, page.nextContinuationToken());
  }

  private ListObjectsV2Response page(String prefix, @Nullable String after) {
    return asked(
        () ->
            client.listObjectsV2(
                request ->
                    request.bucket(settings.bucket()).prefix(prefix).continuationToken(after)));
  }

  @Override
  public boolean delete(ProjectId project, ContentHash hash) {
    // S3 does not say whether there was one. Of two that delete at once both may be told so.
    boolean present = size(project, hash).isPresent();
    asked(
        () ->
            client.deleteObject(
                request -> request.bucket(settings.bucket()).key(key(project, hash))));
    return present;
  }

  @Override
  public Optional<URI> downloadUrl(ProjectId project, ContentHash hash, Duration validFor) {
    Duration expiry = expiry(validFor);
    return Optional.of(
        uri(
            failures
                .translated(
                    () ->
                        presigner.presignGetObject(
                            presign ->
                                presign
                                    .signatureDuration(expiry)
                                    .getObjectRequest(
                                        get ->
                                            get.bucket(settings.bucket()).key(key(project, hash)))))
                .url()
                .toExternalForm()));
  }

  @Override
  public Optional<Upload> upload(ProjectId project, ContentHash hash, Duration validFor) {
    Duration expiry = expiry(validFor);
    String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash.hex()));
    PresignedPutObjectRequest signed =
        failures.translated(
            () ->
                presigner.presignPutObject(
                    presign ->
                        presign
                            .signatureDuration(expiry)
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

  private static Duration expiry(Duration validFor) {
    if (!validFor.isPositive() || validFor.compareTo(LONGEST_URL) > 0) {
      throw new IllegalArgumentException("a URL is valid for up to 7 days, not " + validFor);
    }
    return validFor.compareTo(SHORTEST_URL) < 0 ? SHORTEST_URL : validFor;
  }

  private static String prefix(ProjectId project) {
    return "project/" + project + "/";
  }

  private static String key(ProjectId project, ContentHash hash) {
    return prefix(project) + hash.hex().substring(0, 2) + "/" + hash.hex();
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }
}
