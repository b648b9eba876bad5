package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static dev.researchlab.simulator.RawConnection.chatRequest;
import static dev.researchlab.simulator.RawConnection.post;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProtocolTest {

  private final ProviderSimulator simulator =
      ProviderSimulator.start(SimulatorSettings.builder().build());
  private RawConnection connection;

  @BeforeEach
  void connect() throws IOException {
    connection = new RawConnection(simulator);
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    simulator.close();
  }

  private static @Nullable Object content(RawConnection.Response response) {
    assertThat(response.status()).isEqualTo(200);
    return at(response.body(), "choices.0.message.content");
  }

  @Test
  void keepsTheConnectionForFurtherRequests() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(content(connection.send(chatRequest("turn " + i)).response()))
          .isEqualTo("turn " + i);
    }
    assertThat(simulator.stats().connectionsTotal()).isEqualTo(1);
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    connection.send(chatRequest("a") + chatRequest("b") + "\r\n" + chatRequest("c"));

    assertThat(content(connection.response())).isEqualTo("a");
    assertThat(content(connection.response())).isEqualTo("b");
    assertThat(content(connection.response())).isEqualTo("c");
  }

  @Test
  void putsARequestTogetherFromSingleBytes() throws Exception {
    String request =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunks(Client.chat("slowly"), 7);
    for (int i = 0; i < request.length(); i++) {
      connection.send(request.substring(i, i + 1));
    }
    assertThat(content(connection.response())).isEqualTo("slowly");
  }

  @Test
  void readsChunkedBodiesWithExtensionsAndTrailers() throws Exception {
    String body = Client.chat("ä".repeat(200_000));
    connection.send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
            + chunks(body, 100_000).replaceFirst("\r\n", ";name=\"value\"\r\n").strip()
            + "\r\nX-Trailer: 1\r\n\r\n"
            + chatRequest("next"));

    assertThat((String) content(connection.response())).hasSize(200_000);
    assertThat(content(connection.response())).isEqualTo("next");
  }

  private static String chunks(String body, int size) {
    StringBuilder chunks = new StringBuilder();
    for (int from = 0; from < body.length(); from += size) {
      String chunk = body.substring(from, Math.min(body.length(), from + size));
      int bytes = chunk.getBytes(UTF_8).length;
      chunks.append(Integer.toHexString(bytes)).append("\r\n").append(chunk).append("\r\n");
    }
    return chunks.append("0\r\n\r\n").toString();
  }

  @Test
  void asksForTheBodyWhenTheClientExpectsIt() throws Exception {
    String request = post("/v1/chat/completions", Client.chat("hi"), "Expect: 100-continue\r\n");
    int body = request.indexOf("\r\n\r\n") + 4;

    connection.send(request.substring(0, body));
    assertThat(connection.head()).isEqualTo("HTTP/1.1 100 Continue");
    connection.send(request.substring(body));
    assertThat(content(connection.response())).isEqualTo("hi");
  }

  @Test
  void refusesTheBodyThatAClientAsksAboutWhenItIsTooLarge() throws Exception {
    connection.send(
        """
        POST /v1/chat/completions HTTP/1.1\r
        Host: x\r
        Expect: 100-continue\r
        Content-Length: 67108865\r
        \r
        """);

    assertThat(connection.response().status()).isEqualTo(413);
  }

  @Test
  void closesWhenTheClientWantsIt() throws Exception {
    connection.send(post("/v1/chat/completions", Client.chat("hi"), "Connection: te, Close\r\n"));

    RawConnection.Response response = connection.response();
    assertThat(content(response)).isEqualTo("hi");
    assertThat(response.headers()).containsEntry("connection", "close");
    assertThat(connection.read()).isEqualTo(-1);
  }

  @Test
  void servesHttp10WithoutChunksAndCloses() throws Exception {
    String body = Client.chat("hi", "\"stream\":true");
    connection.send(
        "POST /v1/chat/completions HTTP/1.0\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);

    assertThat(connection.head()).doesNotContain("Transfer-Encoding");
    assertThat(connection.readToEnd()).startsWith("data: {").endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | nonsense\\n\\n",
        "400 | GET /stats\\n\\n",
        "400 | GET  /stats HTTP/1.1\\n\\n",
        "400 | G(T /stats HTTP/1.1\\nHost: x\\n\\n",
        "400 | GET stats HTTP/1.1\\nHost: x\\n\\n",
        "400 | GET /stats HTTP/1.1\\n\\n",
        "400 | GET /stats HTTP/1.1\\nHost: x\\nHost: y\\n\\n",
        "400 | GET /stats HTTP/1.1\\nHost: x\\nno colon\\n\\n",
        "400 | GET /stats HTTP/1.1\\nHost: x\\nName : v\\n\\n",
        "400 | GET /stats HTTP/1.1\\nHost: x\\n folded: v\\n\\n",
        "400 | GET /stats HTTP/1.1\\nHost: x\\nName: \\0\\n\\n",
        "400 | POST /stats/reset HTTP/1.1\\nHost: x\\nContent-Length: -1\\n\\n",
        "400 | POST /stats/reset HTTP/1.1\\nHost: x\\nContent-Length: 1, 1\\n\\n",
        "400 | POST /stats/reset HTTP/1.1\\nHost: x\\nContent-Length: 1\\nContent-Length: 2\\n\\n",
        "400 | POST /a HTTP/1.1\\nHost: x\\nContent-Length: 1\\nTransfer-Encoding: chunked\\n\\n",
        "400 | POST /a HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked\\n\\n-1\\n",
        "400 | POST /a HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked\\n\\n1\\nab\\n",
        "501 | POST /a HTTP/1.1\\nHost: x\\nTransfer-Encoding: gzip, chunked\\n\\n",
        "505 | PRI * HTTP/2.0\\n\\nSM\\n\\n",
        "413 | POST /v1/embeddings HTTP/1.1\\nHost: x\\nContent-Length: 67108865\\n\\n",
        "413 | POST /v1/embeddings HTTP/1.1\\nHost: x\\nContent-Length: 99999999999999999999\\n\\n",
        "413 | POST /a HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked\\n\\n4000001\\n",
        "413 | POST /a HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked\\n\\nffffffffffffffff\\n",
      })
  void refusesWhatItCannotReadAndCloses(int status, String request) throws Exception {
    connection.send(request.replace("\\n", "\r\n").replace("\\0", "\0"));

    RawConnection.Response response = connection.response();
    assertThat(response.status()).isEqualTo(status);
    assertThat(at(response.body(), "error.type")).isEqualTo("invalid_request_error");
    assertThat(response.headers()).containsEntry("connection", "close");
    assertThat(connection.read()).isEqualTo(-1);
    assertThat(simulator.stats().byEndpoint()).containsEntry("other", 1L);
    assertThat(simulator.stats().byStatus()).containsEntry(status, 1L);
  }

  @Test
  void takesLinesThatEndWithoutCarriageReturn() throws Exception {
    assertThat(connection.send("GET /stats HTTP/1.1\nHost: x\n\n").response().status())
        .isEqualTo(200);
  }

  @Test
  void refusesAHeadOfMoreThan16Kilobytes() throws Exception {
    String start = "GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Filler: ";
    int filler = 16 * 1024 - start.length() - 4;

    assertThat(connection.send(start + "a".repeat(filler) + "\r\n\r\n").response().status())
        .isEqualTo(200);
    assertThat(connection.send(start + "a".repeat(filler + 1) + "\r\n\r\n").response().status())
        .isEqualTo(431);
  }

  @Test
  void refusesAHeadOfManyLines() throws Exception {
    connection.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(3000) + "\r\n");

    assertThat(connection.response().status()).isEqualTo(431);
  }

  @Test
  void tellsASendingClientThatItsBodyIsTooLarge() throws Exception {
    try (Client client = new Client(simulator)) {
      HttpResponse<String> response =
          client.post("/v1/embeddings", " ".repeat(64 * 1024 * 1024 + 1));

      assertThat(response.statusCode()).isEqualTo(413);
    }
  }

  @Test
  void takesABodyOfSeveralMegabytes() throws Exception {
    try (Client client = new Client(simulator)) {
      String message = "0123456789".repeat(500_000);

      assertThat(at(client.complete(message).body(), "choices.0.message.content"))
          .isEqualTo(message);
    }
  }

  @Test
  void doesNotKnowOtherPaths() throws Exception {
    RawConnection.Response response = connection.send(post("/v1/nothing", "{}")).response();

    assertThat(response.status()).isEqualTo(404);
    assertThat(at(response.body(), "error.message")).isEqualTo("Invalid URL (POST /v1/nothing).");
    assertThat(content(connection.send(chatRequest("still open")).response()))
        .isEqualTo("still open");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/chat/completions,POST",
    "DELETE,/v1/embeddings,POST",
    "POST,/v1/models,'GET, HEAD'",
    "PUT,/stats,'GET, HEAD'",
    "GET,/stats/reset,POST",
    "OPTIONS,/v1/models,'GET, HEAD'"
  })
  void namesTheMethodsThatAPathAllows(String method, String path, String allowed) throws Exception {
    RawConnection.Response response =
        connection.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").response();

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.headers()).containsEntry("allow", allowed);
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    connection.send("HEAD /v1/models?a=b HTTP/1.1\r\nHost: x\r\n\r\n");
    String head = connection.head();
    connection.send("HEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
    String missing = connection.head();

    assertThat(head).startsWith("HTTP/1.1 200 OK").containsPattern("Content-Length: [1-9]");
    assertThat(missing).startsWith("HTTP/1.1 404 Not Found");
    assertThat(content(connection.send(chatRequest("in step")).response())).isEqualTo("in step");
  }

  @Test
  void listensOnTheLoopbackAddressOnly() {
    assertThat(simulator.baseUrl()).hasToString("http://127.0.0.1:" + simulator.port() + "/v1");
    assertThatThrownBy(() -> new Socket("127.0.0.2", simulator.port()).close())
        .isInstanceOf(IOException.class);
  }
}
