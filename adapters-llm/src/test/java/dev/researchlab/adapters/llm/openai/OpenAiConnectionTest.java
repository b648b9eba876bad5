package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a network that fails. */
@Timeout(60)
class OpenAiConnectionTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration PROMPTLY = Duration.ofSeconds(5);

  @Test
  void saysThatNobodyListens() throws InterruptedException, IOException {
    URI endpoint;
    try (ServerSocket unused = new ServerSocket(0)) {
      endpoint = URI.create("http://127.0.0.1:" + unused.getLocalPort() + "/v1");
    }
    Failure failure = unreachable(endpoint);

    assertThat(failure.message())
        .isEqualTo("nobody listens at " + endpoint + " (connection refused)");
  }

  @Test
  void saysThatTheHostIsUnknown() throws InterruptedException {
    assertThat(unreachable(URI.create("http://no-such-host.invalid/v1")).message())
        .contains("no-such-host.invalid", "unknown", "base_url");
  }

  @Test
  void saysThatThereIsNoTlsAtTheOtherEnd() throws InterruptedException {
    try (WireServer server = WireServer.greeting("220 mail.example ready\r\n")) {
      URI endpoint = URI.create(server.baseUrl().toString().replace("http:", "https:"));

      assertThat(unreachable(endpoint).message()).startsWith("no secure connection to " + endpoint);
    }
  }

  @Test
  void saysThatTheCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
    try (SSLServerSocket server = selfSigned(folder.resolve("keys"))) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read();
                } catch (IOException e) {
                  // The client does not trust this server.
                }
              });
      URI endpoint = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/v1");

      assertThat(unreachable(endpoint).message())
          .startsWith("no secure connection to " + endpoint)
          .contains("certification path");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":[{",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"choices\":[{"
      })
  void callsAConnectionThatEndsEarlyTransient(String bytes) throws InterruptedException {
    Failure failure =
        OpenAi.failure(
            WireServer.running(
                socket -> {
                  WireServer.send(socket, bytes);
                  socket.close();
                }));

    assertThat(failure.kind()).isEqualTo(CallFailure.TRANSIENT);
    assertThat(failure.status()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":[{"})
  void callsAResetTransient(String bytes) throws InterruptedException {
    Failure failure =
        OpenAi.failure(
            WireServer.running(
                socket -> {
                  WireServer.send(socket, bytes);
                  socket.setSoLinger(true, 0);
                  socket.close();
                }));

    assertThat(failure.kind()).isEqualTo(CallFailure.TRANSIENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "HTTP/1.1 banana\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"
      })
  void callsWhatIsNotHttpMalformed(String bytes) throws InterruptedException {
    Failure failure =
        OpenAi.failure(
            WireServer.running(
                socket -> {
                  WireServer.send(socket, bytes);
                  socket.close();
                }));

    assertThat(failure.kind()).isEqualTo(CallFailure.MALFORMED);
  }

  @Test
  void callsEndlessHeadersMalformed() throws InterruptedException {
    Failure failure =
        OpenAi.failure(
            WireServer.running(
                socket -> {
                  WireServer.send(socket, "HTTP/1.1 200 OK\r\nX-Long: ");
                  while (true) {
                    WireServer.send(socket, "x".repeat(10_000));
                  }
                }));

    assertThat(failure.kind()).isEqualTo(CallFailure.MALFORMED);
  }

  @Test
  void callsABodyOfMoreThan32MegabytesMalformedAndReadsNoFurther() throws InterruptedException {
    Failure failure =
        OpenAi.failure(
            WireServer.running(
                socket -> {
                  WireServer.send(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                  while (true) {
                    WireServer.send(socket, " ".repeat(1 << 20));
                  }
                }));

    assertThat(failure.kind()).isEqualTo(CallFailure.MALFORMED);
    assertThat(failure.message()).contains("longer than 33554432 bytes");
  }

  @Test
  void closesTheConnectionOfABodyThatIsAnnouncedTooLong() throws Exception {
    CompletableFuture<Integer> sent = new CompletableFuture<>();
    Failure failure =
        OpenAi.failure(
            WireServer.running(
                socket -> {
                  int megabytes = 0;
                  try {
                    WireServer.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n");
                    for (; megabytes < 50; megabytes++) {
                      WireServer.send(socket, " ".repeat(1 << 20));
                    }
                  } finally {
                    sent.complete(megabytes);
                  }
                }));

    assertThat(failure.kind()).isEqualTo(CallFailure.MALFORMED);
    assertThat(failure.message()).contains("longer than 33554432 bytes");
    assertThat(sent.get(PROMPTLY.toMillis(), TimeUnit.MILLISECONDS)).isLessThan(40);
  }

  @Test
  void givesUpAProviderThatSaysNothing() throws InterruptedException {
    assertTimesOut(WireServer.running(socket -> {}));
  }

  @Test
  void givesUpAProviderThatEndsNoHead() throws InterruptedException {
    assertTimesOut(WireServer.sending("HTTP/1.1 200 OK\r\nContent-"));
  }

  @Test
  void givesUpABodyThatDribbles() throws InterruptedException {
    assertTimesOut(
        WireServer.running(
            socket -> {
              WireServer.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
              while (true) {
                WireServer.send(socket, " ");
                Thread.sleep(10);
              }
            }));
  }

  @Test
  void givesUpWhereNoConnectionComesAbout() throws InterruptedException, IOException {
    // Nobody accepts, and the one place in the queue of those who wait is taken.
    try (ServerSocket full = new ServerSocket(0, 1)) {
      URI endpoint = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/v1");
      try (LanguageModel model = OpenAi.model(endpoint, SHORT)) {
        CallFailure kind = CallFailure.TIMEOUT;
        for (int i = 0; i < 20 && kind == CallFailure.TIMEOUT; i++) {
          kind = OpenAi.failure(timed(model)).kind();
        }
        assertThat(kind).isEqualTo(CallFailure.UNREACHABLE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesUpAtOnceWhenInterrupted(boolean virtual) throws Exception {
    try (WireServer server = WireServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
        LanguageModel model = OpenAi.model(server.baseUrl())) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Runnable call =
          () -> {
            try {
              thrown.complete(new AssertionError(model.generate(OpenAi.request())));
            } catch (InterruptedException e) {
              thrown.complete(e);
            }
          };
      Thread thread = virtual ? Thread.ofVirtual().start(call) : Thread.ofPlatform().start(call);
      server.request();
      thread.interrupt();

      assertThat(thrown.get(PROMPTLY.toMillis(), TimeUnit.MILLISECONDS))
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void survivesThatTheProviderClosesAnIdleConnection() throws InterruptedException {
    AtomicInteger served = new AtomicInteger();
    try (WireServer server =
            WireServer.running(
                socket -> {
                  served.incrementAndGet();
                  WireServer.send(socket, WireServer.response(200, "", OpenAi.ANSWER));
                  socket.close();
                });
        LanguageModel model = OpenAi.model(server.baseUrl())) {
      int answered = 0;
      for (int i = 0; i < 50; i++) {
        // Whether the end of the connection is seen before it is used again is a race.
        switch (model.generate(OpenAi.request())) {
          case Completion completion -> answered++;
          case Failure failure -> assertThat(failure.kind()).isEqualTo(CallFailure.TRANSIENT);
        }
      }

      assertThat(answered).isPositive().isEqualTo(served.get());
    }
  }

  @Test
  void opensANewConnectionWhereTheOldOneWasClosedLongAgo() throws InterruptedException {
    try (WireServer server =
            WireServer.running(
                socket -> {
                  WireServer.send(socket, WireServer.response(200, "", OpenAi.ANSWER));
                  socket.close();
                });
        LanguageModel model = OpenAi.model(server.baseUrl())) {
      assertThat(model.generate(OpenAi.request())).isInstanceOf(Completion.class);
      // Beyond the time after which an idle connection is looked at before it is used.
      Thread.sleep(1_500);
      assertThat(model.generate(OpenAi.request())).isInstanceOf(Completion.class);
    }
  }

  @Test
  void obeysAProviderThatWantsNoKeepAlive() throws InterruptedException {
    try (WireServer server =
            WireServer.running(
                socket -> {
                  String headers = "Connection: close\r\n";
                  WireServer.send(socket, WireServer.response(200, headers, OpenAi.ANSWER));
                  socket.close();
                });
        LanguageModel model = OpenAi.model(server.baseUrl())) {
      for (int i = 0; i < 10; i++) {
        assertThat(model.generate(OpenAi.request())).isInstanceOf(Completion.class);
      }
      assertThat(server.connections()).isEqualTo(10);
    }
  }

  @Test
  void isNotAskedAfterItIsClosed() {
    LanguageModel model = OpenAi.model(URI.create("http://127.0.0.1:9/v1"));
    model.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> model.generate(OpenAi.request()))
        .withMessageContaining("closed");
  }

  private static SSLServerSocket selfSigned(Path keys) throws Exception {
    String password = "changeit";
    String options =
        "-genkeypair -keyalg EC -alias k -dname CN=localhost -keystore %s -storepass %s"
            .formatted(keys, password);
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
    command.addAll(List.of(options.split(" ")));
    Process keytool =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(keytool.waitFor()).isZero();
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(
        KeyStore.getInstance(keys.toFile(), password.toCharArray()), password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  private static Failure unreachable(URI endpoint) throws InterruptedException {
    try (LanguageModel model = OpenAi.model(endpoint)) {
      Failure failure = OpenAi.failure(model.generate(OpenAi.request()));
      assertThat(failure.kind()).isEqualTo(CallFailure.UNREACHABLE);
      assertThat(failure.status()).isNull();
      return failure;
    }
  }

  private static void assertTimesOut(WireServer server) throws InterruptedException {
    try (server;
        LanguageModel model = OpenAi.model(server.baseUrl(), SHORT)) {
      Failure failure = OpenAi.failure(timed(model));

      assertThat(failure.kind()).isEqualTo(CallFailure.TIMEOUT);
      assertThat(failure.message()).contains("within 0.3 s");
    }
  }

  private static GenerationResult timed(LanguageModel model) throws InterruptedException {
    long start = System.nanoTime();
    GenerationResult result = model.generate(OpenAi.request());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plus(PROMPTLY));
    return result;
  }
}
