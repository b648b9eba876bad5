package dev.researchlab.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.researchlab.adapters.s3.S3Settings.Credentials;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that a healthy service does not give, from a server that gives them in this order. */
class S3FaultsIT {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final Answer CREATED =
      new Answer(
          200,
          "<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>");
  private static final Answer DONE = new Answer(200, "");
  private static final Answer COMPLETED =
      new Answer(
          200, "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>");
  private static final Answer CONFLICT = error(409, "ConditionalRequestConflict");
  private static final Answer ALREADY_THERE = error(412, "PreconditionFailed");

  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private S3BlobStore store;

  private record Answer(int status, String body, long announced) {
    Answer(int status, String body) {
      this(status, body, body.length());
    }
  }

  private static Answer error(int status, String code) {
    return new Answer(status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
  }

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    store = store(server.getAddress().getPort());
  }

  @AfterEach
  void close() {
    store.close();
    server.stop(0);
  }

  private static S3BlobStore store(int port) {
    return S3BlobStore.of(
        new S3Settings(
            "blobs",
            URI.create("http://127.0.0.1:" + port),
            "us-east-1",
            new Credentials("key", "secret")),
        Duration.ofSeconds(1));
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range != null) {
      ranges.add(range);
    }
    String query = exchange.getRequestURI().getQuery();
    requests.add(
        exchange.getRequestMethod() + (query == null ? "" : " " + query.replaceAll("=.*", "")));
    Answer answer = answers.remove();
    exchange.getResponseHeaders().set("ETag", "\"e\"");
    exchange.sendResponseHeaders(
        answer.status(), answer.announced() == 0 ? -1 : answer.announced());
    exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    exchange.close();
  }

  @Test
  void putsAgainAfterAConflict() {
    answers.addAll(List.of(CONFLICT, CONFLICT, DONE));

    assertThat(put(HELLO)).isEqualTo(ContentHash.of(HELLO));
    assertThat(requests).containsExactly("PUT", "PUT", "PUT");
  }

  @Test
  void doesNotPutForEver() {
    answers.addAll(List.of(CONFLICT, CONFLICT, CONFLICT, DONE));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> put(HELLO))
        .withMessageContaining("status 409");
    assertThat(requests).hasSize(3);
  }

  @Test
  void outlastsAServiceThatAsksToSlowDown() {
    answers.addAll(List.of(error(503, "SlowDown"), DONE));

    assertThat(put(HELLO)).isEqualTo(ContentHash.of(HELLO));
  }

  @Test
  void uploadsThePartsAgainAfterAConflictOrWhereTheUploadWasRemoved() {
    answers.addAll(List.of(CREATED, DONE, CONFLICT, DONE));
    answers.addAll(List.of(CREATED, error(404, "NoSuchUpload"), DONE));
    answers.addAll(List.of(CREATED, DONE, COMPLETED));

    assertThat(put(new byte[8 << 20])).isEqualTo(ContentHash.of(new byte[8 << 20]));
    assertThat(answers).isEmpty();
  }

  @Test
  void abortsTheUploadOfAContentThatIsThereAlready() {
    answers.addAll(List.of(CREATED, DONE, ALREADY_THERE, DONE));

    assertThat(put(new byte[8 << 20])).isEqualTo(ContentHash.of(new byte[8 << 20]));
    assertThat(requests)
        .containsExactly("POST uploads", "PUT partNumber", "POST uploadId", "DELETE uploadId");
  }

  @Test
  void abortsTheUploadOfPartsThatAreRefused() {
    answers.addAll(List.of(CREATED, error(403, "AccessDenied"), DONE));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> put(new byte[8 << 20]))
        .withMessageContaining("check the access key");
    assertThat(requests).containsExactly("POST uploads", "PUT partNumber", "DELETE uploadId");
  }

  @Test
  void tellsOfTheFailureAndNotOfThatOfTheAbort() {
    answers.addAll(List.of(CREATED, error(403, "AccessDenied"), error(400, "Other")));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> put(new byte[8 << 20]))
        .withMessageContaining("check the access key");
  }

  @Test
  void saysThatAContentEndedBeforeItsEnd() throws IOException {
    answers.add(new Answer(200, "hel", 5));

    try (InputStream content = store.get(project, ContentHash.of(HELLO)).orElseThrow()) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(content::readAllBytes)
          .withMessageContaining("cannot be read to its end");
    }
  }

  @Test
  void asksForNoOtherBytesThanThoseAtTheFarthestOffset() throws IOException {
    answers.add(error(416, "InvalidRange"));
    answers.add(new Answer(206, "h"));

    assertThat(store.get(project, ContentHash.of(HELLO), Long.MAX_VALUE, 10).orElseThrow())
        .isEmpty();
    try (InputStream part = store.get(project, ContentHash.of(HELLO), 0, 1).orElseThrow()) {
      assertThat(part.readAllBytes()).hasSize(1);
    }
    assertThat(ranges).containsExactly("bytes=%1$d-%1$d".formatted(Long.MAX_VALUE), "bytes=0-0");
  }

  @Test
  void saysThatTheBucketIsInAnotherRegion() {
    answers.add(error(301, "PermanentRedirect"));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> store.get(project, ContentHash.of(HELLO)))
        .withMessageContaining("another region");
  }

  @Test
  void doesNotWaitForEverForAServiceThatIsSilent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        S3BlobStore ofSilent = store(silent.getLocalPort())) {
      long start = System.nanoTime();

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(ofSilent::check)
          .withMessageContaining("does not answer");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  private ContentHash put(byte[] content) {
    return store.put(project, new ByteArrayInputStream(content));
  }
}
