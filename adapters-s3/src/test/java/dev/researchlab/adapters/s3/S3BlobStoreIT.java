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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3BlobStoreIT extends BlobStoreContract {

  private static final String BUCKET = "blobs";
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private final S3Service service = S3Service.shared();
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private S3BlobStore store;

  @BeforeEach
  void open() {
    service.createBucket(BUCKET);
    store = S3BlobStore.of(settings(BUCKET, service.endpoint(), service.secretKey()));
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
  void putsALargeContentInPartsAndReadsItBack() throws IOException {
    long size = 100L << 20;
    ContentHash hash = store.put(project, new RandomContent(size));

    assertThat(store.size(project, hash)).contains(size);
    try (InputStream content = store.get(project, hash).orElseThrow()) {
      assertThat(content.transferTo(java.io.OutputStream.nullOutputStream())).isEqualTo(size);
    }
    assertThat(store.put(project, new RandomContent(size))).isEqualTo(hash);
  }

  @Test
  void noticesThatAnObjectWasDamaged() throws IOException {
    ContentHash hash = store.put(project, new ByteArrayInputStream(HELLO));
    Files.writeString(service.file(BUCKET, "project/" + project + "/" + hash), "jello");

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

    assertThat(put(upload, "jello".getBytes(StandardCharsets.UTF_8))).isEqualTo(400);
    assertThat(store.size(project, hash)).isEmpty();
    assertThat(put(upload, HELLO)).isEqualTo(200);
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
  void saysWhatIsWrongInPlainWords() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(
            () -> S3BlobStore.of(settings("none", service.endpoint(), service.secretKey())).check())
        .withMessageContaining("has no bucket 'none'");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> S3BlobStore.of(settings(BUCKET, service.endpoint(), "wrong")).check())
        .withMessageContaining("check the access key")
        .withMessageNotContaining("wrong");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> ((S3BlobStore) unavailable()).check())
        .withMessageContaining("does not answer")
        .withMessageContaining("refused");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> S3BlobStore.of(settings(BUCKET, URI.create("localhost:9000"), "s")))
        .withMessageContaining("http://HOST:PORT");
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

  private static int put(BlobStore.Upload upload, byte[] content) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upload.url()).PUT(BodyPublishers.ofByteArray(content));
    upload.headers().forEach(request::header);
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
