package dev.researchlab.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.researchlab.adapters.s3.S3Settings.Credentials;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.artifact.BlobStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.artifact.BlobStoreContract;
import dev.researchlab.testkit.services.S3Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

class S3BlobStoreIT extends BlobStoreContract {

  private static final String BUCKET = "blobs";
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private final S3Service service = S3Service.shared();
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private S3BlobStore store;

  @BeforeEach
  void open() {
    service.createBucket(BUCKET);
    store = S3BlobStore.open(settings(BUCKET, service.endpoint(), service.secretKey()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private S3Settings settings(String bucket, @Nullable URI endpoint, String secret) {
    return new S3Settings(
        bucket, endpoint, "us-east-1", new Credentials(service.accessKey(), secret));
  }

  @Override
  protected BlobStore store() {
    return store;
  }

  @Override
  protected BlobStore unavailable() {
    return S3BlobStore.of(settings(BUCKET, URI.create("http://127.0.0.1:9"), service.secretKey()));
  }

  @Test
  void keepsAContentThatIsLargerThanTheMemory() throws IOException {
    long size = 160L << 20;
    assertThat(Runtime.getRuntime().maxMemory())
        .as("the heap, as the POM limits it with -Xmx128m")
        .isLessThan(size);
    ContentHash hash = store.put(project, new RandomContent(size));

    assertThat(store.size(project, hash)).contains(size);
    try (InputStream content = store.get(project, hash).orElseThrow()) {
      assertThat(content.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
    }
    assertThat(store.put(project, new RandomContent(size))).isEqualTo(hash);
  }

  @Test
  void noticesThatAnObjectWasDamaged() throws IOException {
    ContentHash hash = store.put(project, new ByteArrayInputStream(HELLO));
    Files.writeString(service.file(BUCKET, "project/" + project + "/2c/" + hash), "jello");

    try (InputStream content = store.get(project, hash).orElseThrow()) {
      assertThatIOException().isThrownBy(content::readAllBytes).withMessageContaining("damaged");
    }
  }

  @Test
  void signsUrlsThatNeedNoKey() throws Exception {
    ContentHash hash = store.put(project, new ByteArrayInputStream(HELLO));
    URI url = store.downloadUrl(project, hash, Duration.ofMinutes(5)).orElseThrow();

    assertThat(url.toString()).doesNotContain(service.secretKey());
    HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(url).build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(HELLO);
    URI tampered = URI.create(url.toString().replaceFirst("Signature=....", "Signature=0000"));
    assertThat(send(HttpRequest.newBuilder(tampered).build()).statusCode()).isEqualTo(403);
  }

  @Test
  void letsAUrlExpire() throws Exception {
    ContentHash hash = store.put(project, new ByteArrayInputStream(HELLO));
    URI url = store.downloadUrl(project, hash, Duration.ofSeconds(1)).orElseThrow();
    // The clock that counts is the service's, which cannot be set.
    Thread.sleep(2_100);

    assertThat(send(HttpRequest.newBuilder(url).build()).statusCode()).isEqualTo(403);
  }

  @Test
  void signsUploadsOfOneContentAndNoOther() throws Exception {
    ContentHash hash = ContentHash.of(HELLO);
    BlobStore.Upload upload = store.upload(project, hash, Duration.ofMinutes(5)).orElseThrow();

    byte[] other = "jello".getBytes(StandardCharsets.UTF_8);
    String otherHash =
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(ContentHash.of(other).hex()));
    assertThat(upload.headers()).hasSize(1);
    Map<String, String> otherHeaders =
        upload.headers().keySet().stream()
            .collect(Collectors.toMap(name -> name, name -> otherHash));

    assertThat(put(upload.url(), upload.headers(), other)).isEqualTo(400);
    assertThat(put(upload.url(), otherHeaders, other)).isEqualTo(403);
    assertThat(put(upload.url(), Map.of(), other)).isEqualTo(403);
    assertThat(store.size(project, hash)).isEmpty();
    assertThat(put(upload.url(), upload.headers(), HELLO)).isEqualTo(200);
    try (InputStream content = store.get(project, hash).orElseThrow()) {
      assertThat(content.readAllBytes()).isEqualTo(HELLO);
    }
  }

  @Test
  void letsThousandsOfReadersWaitForTheirTurn() throws Exception {
    ContentHash hash = store.put(project, new ByteArrayInputStream(HELLO));
    List<byte[]> read =
        Race.run(
            2_000,
            racer ->
                () -> {
                  try (InputStream content = store.get(project, hash).orElseThrow()) {
                    return content.readAllBytes();
                  }
                });

    assertThat(read).hasSize(2_000).allMatch(content -> content.length == HELLO.length);
  }

  @Test
  void keepsOneBlobOfALargeContentThatIsPutManyTimesAtOnce() throws Exception {
    long size = 9L << 20;
    List<ContentHash> hashes =
        Race.run(4, racer -> () -> store.put(project, new RandomContent(size)));

    assertThat(hashes).hasSize(4).containsOnly(hashes.getFirst());
    assertThat(store.list(project)).containsExactly(hashes.getFirst());
    assertThat(store.size(project, hashes.getFirst())).contains(size);
    assertThat(uploads()).isEmpty();
  }

  @Test
  void leavesNoUploadBehindWhereItIsInterrupted() throws InterruptedException {
    Thread putting =
        Thread.ofVirtual()
            .unstarted(
                () ->
                    assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> store.put(project, new RandomContent(100L << 20)))
                        .withMessageContaining("interrupted"));
    putting.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    putting.start();
    while (putting.isAlive() && uploads().isEmpty()) {
      Thread.sleep(1);
    }
    assertThat(uploads()).hasSize(1);
    putting.interrupt();
    putting.join();

    assertThat(failures).isEmpty();
    assertThat(uploads()).isEmpty();
    assertThat(store.list(project)).isEmpty();
  }

  @Test
  void givesUpTheConnectionOfAReaderThatStopsHalfWay() throws IOException {
    ContentHash hash = store.put(project, new RandomContent(2 << 20));
    for (int i = 0; i < 200; i++) { // three times as many as there are connections
      try (InputStream content = store.get(project, hash).orElseThrow();
          InputStream part = store.get(project, hash, 1, 1 << 20).orElseThrow()) {
        assertThat(content.read()).isNotNegative();
        assertThat(part.read()).isNotNegative();
      }
    }

    assertThat(store.size(project, hash)).contains(2L << 20);
  }

  @Test
  void listsMoreThanAPageAndNothingOfStrangers() throws IOException {
    List<ContentHash> hashes =
        IntStream.range(0, 2_345)
            .mapToObj(i -> ContentHash.of("content " + i))
            .sorted(Comparator.comparing(ContentHash::hex))
            .toList();
    for (ContentHash hash : hashes) {
      place(hash.hex().substring(0, 2) + "/" + hash);
    }
    place("notes.txt");
    place("00/" + "ff".repeat(32));
    place("ff".repeat(32));

    try (Stream<ContentHash> listed = store.list(project)) {
      assertThat(listed).containsExactlyElementsOf(hashes);
    }
  }

  private void place(String name) throws IOException {
    Path file = service.file(BUCKET, "project/" + project + "/" + name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  @Test
  void doesNotTakeAMissingBucketForAMissingContent() {
    try (S3BlobStore lost =
        S3BlobStore.of(settings("none", service.endpoint(), service.secretKey()))) {
      ContentHash hash = ContentHash.of(HELLO);
      List<ThrowingCallable> calls =
          List.of(
              () -> lost.put(project, new ByteArrayInputStream(HELLO)),
              () -> lost.get(project, hash),
              () -> lost.get(project, hash, 0, 1),
              () -> lost.size(project, hash),
              () -> lost.list(project),
              () -> lost.delete(project, hash));

      assertThat(calls)
          .allSatisfy(
              call ->
                  assertThatExceptionOfType(UnavailableException.class)
                      .isThrownBy(call)
                      .withMessageContaining("has no bucket 'none'; create it"));
    }
  }

  @Test
  void saysWhatIsWrongInPlainWords() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> S3BlobStore.open(settings("none", service.endpoint(), service.secretKey())))
        .withMessage(
            "bucket: the S3 service at %s has no bucket 'none'; create it", service.endpoint());
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> S3BlobStore.open(settings(BUCKET, service.endpoint(), "wrong-secret")))
        .withMessageContaining("check the access key")
        .withMessageNotContaining("wrong-secret");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(
            () -> S3BlobStore.open(settings(BUCKET, URI.create("http://127.0.0.1:9"), "secret")))
        .withMessageContaining("does not answer")
        .withMessageContaining("refused");
  }

  @Test
  void worksAgainWhenTheServiceIsBack() throws IOException {
    try (S3Service own = S3Service.start();
        S3BlobStore ofOwn = S3BlobStore.of(settings(BUCKET, own.endpoint(), own.secretKey()))) {
      own.createBucket(BUCKET);
      ContentHash hash = ofOwn.put(project, new ByteArrayInputStream(HELLO));
      own.pause();
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> ofOwn.get(project, hash));
      own.resume();

      try (InputStream content = ofOwn.get(project, hash).orElseThrow()) {
        assertThat(content.readAllBytes()).isEqualTo(HELLO);
      }
    }
  }

  private List<MultipartUpload> uploads() {
    try (S3Client raw =
        S3Client.builder()
            .httpClientBuilder(Apache5HttpClient.builder())
            .endpointOverride(service.endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(service.accessKey(), service.secretKey())))
            .build()) {
      return raw.listMultipartUploads(list -> list.bucket(BUCKET)).uploads().stream()
          .filter(upload -> upload.key().contains(project.toString()))
          .toList();
    }
  }

  private static int put(URI url, Map<String, String> headers, byte[] content) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).PUT(BodyPublishers.ofByteArray(content));
    headers.forEach(request::header);
    return send(request.build()).statusCode();
  }

  private static HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }

  /** Bytes that are made while they are read. */
  private static final class RandomContent extends InputStream {

    private final Random random = new Random(1);
    private long left;

    RandomContent(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read in pieces");
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      byte[] piece = new byte[(int) Math.min(left, Math.min(length, 1 << 14))];
      random.nextBytes(piece);
      System.arraycopy(piece, 0, target, offset, piece.length);
      left -= piece.length;
      return piece.length;
    }
  }
}
