package dev.researchlab.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no request, or one whose parts contradict each other: no client sends them. */
class MalformedRequestsIT {

  private static final String GET = "GET /api/v1/models HTTP/1.1\r\nHost: x\r\n";
  private static final String POST =
      "POST /api/v1/models HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  @TempDir private static Path folder;

  private static ServiceProcess service;

  @BeforeAll
  static void start() throws Exception {
    service = ServiceProcess.start(folder);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  record Malformed(String what, String request) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Malformed malformed(String what, String request) {
    return new Malformed(what, request);
  }

  static List<Malformed> refusesIt() {
    return List.of(
        malformed("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\r\n\r\n"),
        malformed("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        malformed("another version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"),
        malformed("another method", "FOO /api/v1/models HTTP/1.1\r\nHost: x\r\n\r\n"),
        malformed("no host", "GET / HTTP/1.1\r\n\r\n"),
        malformed("two hosts", GET + "Host: y\r\n\r\n"),
        malformed("a long line", "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
        malformed("a long header", GET + "A: " + "a".repeat(17_000) + "\r\n\r\n"),
        malformed("a header without a colon", GET + "A b\r\n\r\n"),
        malformed("a header with NUL", GET + "A: a\u0000b\r\n\r\n"),
        malformed("a header that is no text", GET + "X-Project-Id: \u00e9\u00ff\r\n\r\n"),
        malformed("a bad escape", "GET /api/v1/models/%zz HTTP/1.1\r\nHost: x\r\n\r\n"),
        malformed("an escape of no UTF-8", "GET /api/v1/models/%ff HTTP/1.1\r\nHost: x\r\n\r\n"),
        malformed("a path upwards", "GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"),
        malformed("a bad query", "GET /api/v1/models?limit=%zz HTTP/1.1\r\nHost: x\r\n\r\n"),
        malformed("a query of signs", "GET /api/v1/models?;&&==& HTTP/1.1\r\nHost: x\r\n\r\n"),
        malformed("a negative length", POST + "Content-Length: -5\r\n\r\n{}"),
        malformed("a length of letters", POST + "Content-Length: abc\r\n\r\n{}"),
        malformed("two lengths", POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        malformed(
            "a length and chunks",
            POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        malformed("another encoding", POST + "Transfer-Encoding: gzip\r\n\r\n{}"),
        malformed("a packed body", POST + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"),
        malformed("a chunk of letters", CHUNKED + "zz\r\n{}\r\n0\r\n\r\n"),
        malformed("a chunk without a length", CHUNKED + "\r\n{}\r\n0\r\n\r\n"),
        malformed("a chunk of a negative length", CHUNKED + "-2\r\n{}\r\n0\r\n\r\n"),
        malformed("a chunk of a terabyte", CHUNKED + "ffffffffff\r\n{}\r\n0\r\n\r\n"),
        malformed("a chunk without an end", CHUNKED + "2\r\n{}xx0\r\n\r\n"),
        malformed(
            "a chunk of letters with a key",
            POST + "Idempotency-Key: k\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
        malformed(
            "a chunk of letters where nothing is",
            "POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"));
  }

  @ParameterizedTest
  @MethodSource
  void refusesIt(Malformed malformed) throws IOException {
    String answer = answer(malformed.request());

    assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*").contains("application/problem+json");
    assertThat(answer).contains("\"request_id\"").doesNotContain("Exception", "\tat ");
  }

  @Test
  void failsForNoneOfThem() throws Exception {
    for (Malformed malformed : refusesIt()) {
      assertThat(answer(malformed.request())).as(malformed.what()).isNotEmpty();
    }
    assertThat(service.err()).doesNotContain(" ERROR ").contains(" INFO ");
    assertThat(service.get("/api/v1/models").status()).isEqualTo(200);
  }

  /** What comes until the service closes, or until it waits for the next request. */
  private static String answer(String request) throws IOException {
    URI address = URI.create(service.address());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      try {
        in.transferTo(answer);
      } catch (SocketException e) {
        // It closed before it had read all: what it said before that counts.
      }
      return answer.toString(ISO_8859_1);
    }
  }
}
