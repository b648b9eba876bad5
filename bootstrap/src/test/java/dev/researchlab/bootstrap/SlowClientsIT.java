package dev.researchlab.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.simulator.AnswerRule;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service beside clients that are slow, stop or break off, with a limit of one second. */
@Timeout(120)
class SlowClientsIT {

  private static final String API = "/api/v1";
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** For a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private static final int MOST_IDLE = 2_000;

  @TempDir private static Path folder;
  private static ServiceProcess service;
  private static InetSocketAddress address;

  @BeforeAll
  static void startService() throws Exception {
    service =
        ServiceProcess.start(
            folder,
            Map.of("LLM_RESEARCH_REQUEST_TIMEOUT_SECONDS", "" + LIMIT.toSeconds()),
            "--memory");
    URI uri = URI.create(service.address());
    address = new InetSocketAddress(uri.getHost(), uri.getPort());
    service.get("/health");
  }

  @AfterAll
  static void endService() throws Exception {
    assertThat(service.end()).isIn(0, 143);
    assertThat(service.err()).doesNotContain("Exception", "ERROR");
  }

  /** A connection whose other end is the service; a read waits for a minute at most. */
  private static Socket connect() throws IOException {
    return connect(0);
  }

  private static Socket connect(int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(address);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** All that the service says before it ends the connection; a reset is an end as well. */
  private static String untilTheEnd(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] part = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(part);
          n >= 0;
          n = socket.getInputStream().read(part)) {
        all.append(new String(part, 0, n, US_ASCII));
      }
    } catch (java.net.SocketException reset) {
      all.append("");
    }
    return all.toString();
  }

  /** Sends a byte now and then, in another thread, until the service takes no more. */
  private static void drip(Socket socket, String piece, Duration pause) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  send(socket, piece);
                  Thread.sleep(pause);
                }
              } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static void requireHealthIsFast() throws Exception {
    for (int i = 0; i < 20; i++) {
      long began = System.nanoTime();
      assertThat(service.get("/health").status()).isEqualTo(200);
      assertThat(since(began)).as("GET /health").isLessThan(Duration.ofMillis(500));
    }
  }

  private static String dataset() throws Exception {
    return service
        .post(API + "/datasets", "{\"name\": \"%s\"}".formatted(java.util.UUID.randomUUID()))
        .id();
  }

  private static String sample(int number, int length) {
    return "{\"id\":\"q%d\",\"question\":\"%s\"}%n".formatted(number, "x".repeat(length));
  }

  private static String head(String line, String more) {
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
  }

  @Test
  void endsAConnectionWhoseHeadersComeByteByByte() throws Exception {
    try (Socket inHeaders = connect();
        Socket inTheFirstLine = connect()) {
      long began = System.nanoTime();
      send(inHeaders, "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      drip(inHeaders, "x", Duration.ofMillis(100));
      drip(inTheFirstLine, "G", Duration.ofMillis(100));

      requireHealthIsFast();

      assertThat(untilTheEnd(inHeaders)).isEmpty();
      assertThat(untilTheEnd(inTheFirstLine)).isEmpty();
      assertThat(since(began)).isBetween(LIMIT, LIMIT.plus(SLACK));
    }
  }

  @Test
  void answers408ToABodyThatDoesNotCome() throws Exception {
    try (Socket silent = connect();
        Socket dripping = connect();
        Socket chunked = connect();
        Socket upload = connect()) {
      long began = System.nanoTime();
      String json = "Content-Type: application/json\r\n";
      send(silent, head("POST /api/v1/models", json + "Content-Length: 16000000\r\n"));
      send(dripping, head("POST /api/v1/models", json + "Content-Length: 16000000\r\n"));
      drip(dripping, " ", Duration.ofMillis(50));
      send(chunked, head("POST /api/v1/models", json + "Transfer-Encoding: chunked\r\n"));
      drip(chunked, "1\r\n \r\n", Duration.ofMillis(50));
      send(
          upload,
          head(
              "POST /api/v1/datasets/" + dataset() + "/upload",
              "Content-Type: application/jsonl\r\nContent-Length: 16000000\r\n"));
      drip(upload, sample(1, 1), Duration.ofMillis(400));

      requireHealthIsFast();

      for (Socket socket : List.of(silent, dripping, chunked, upload)) {
        assertThat(untilTheEnd(socket))
            .startsWith("HTTP/1.1 408")
            .contains("application/problem+json")
            .contains("\"code\":\"timeout\"");
      }
      assertThat(since(began)).isBetween(LIMIT, LIMIT.plus(SLACK));
    }
  }

  @Test
  void readsALongUploadThatGoesOn() throws Exception {
    try (Socket upload = connect()) {
      send(
          upload,
          head(
              "POST /api/v1/datasets/" + dataset() + "/upload",
              """
              Content-Type: application/jsonl\r
              Transfer-Encoding: chunked\r
              Connection: close\r
              """));
      long began = System.nanoTime();
      // One chunk that comes in pieces, each soon enough.
      String whole = "";
      for (int i = 0; i < 40; i++) {
        whole += sample(i, 500);
      }
      send(upload, Integer.toHexString(whole.length()) + "\r\n");
      for (int at = 0; at < whole.length(); at += whole.length() / 16) {
        send(upload, whole.substring(at, Math.min(whole.length(), at + whole.length() / 16)));
        Thread.sleep(200);
      }
      send(upload, "\r\n0\r\n\r\n");

      assertThat(untilTheEnd(upload)).startsWith("HTTP/1.1 201").contains("\"samples\":40");
      assertThat(since(began)).isGreaterThan(LIMIT.multipliedBy(3));
    }
  }

  @Test
  void answersAClientThatClosedItsHalf() throws Exception {
    try (Socket whole = connect();
        Socket inBody = connect();
        Socket inChunk = connect();
        Socket inHeaders = connect()) {
      long began = System.nanoTime();
      send(whole, head("GET /health", ""));
      send(
          inBody,
          head("POST /api/v1/models", "Content-Type: application/json\r\nContent-Length: 100\r\n")
              + "{");
      send(
          inChunk,
          head(
                  "POST /api/v1/models",
                  "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n")
              + "10\r\n{");
      send(inHeaders, "GET /health HTTP/1.1\r\nHost: ");
      for (Socket socket : List.of(whole, inBody, inChunk, inHeaders)) {
        socket.shutdownOutput();
      }

      assertThat(untilTheEnd(whole)).startsWith("HTTP/1.1 200");
      assertThat(untilTheEnd(inBody)).startsWith("HTTP/1.1 400").contains("application/problem");
      assertThat(untilTheEnd(inChunk)).startsWith("HTTP/1.1 400").contains("application/problem");
      assertThat(untilTheEnd(inHeaders)).isEmpty();
      assertThat(since(began)).isLessThan(SLACK);
    }
  }

  @Test
  void refusesAChunkThatWouldFillTheMemory() throws Exception {
    try (Socket socket = connect()) {
      send(
          socket,
          head(
                  "POST /api/v1/datasets/" + dataset() + "/upload",
                  "Content-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n")
              + "7fffff00\r\n{");

      assertThat(untilTheEnd(socket)).startsWith("HTTP/1.1 413").contains("\"too_large\"");
    }
  }

  @Test
  void endsAReplyThatIsNotRead() throws Exception {
    String path = API + "/datasets/" + dataset();
    StringBuilder samples = new StringBuilder();
    for (int i = 0; i < 160; i++) {
      samples.append(sample(i, 100_000));
    }
    assertThat(
            service
                .post(path + "/upload", samples.toString(), "Content-Type", "application/jsonl")
                .status())
        .isEqualTo(201);
    try (Socket socket = connect(4096)) {
      send(socket, head("GET " + path + "/download", ""));
      long began = System.nanoTime();
      assertThat(isServed(socket)).isTrue();

      requireHealthIsFast();
      while (isServed(socket) && since(began).compareTo(LIMIT.plus(SLACK)) < 0) {
        Thread.sleep(100);
      }

      assertThat(since(began)).isBetween(LIMIT, LIMIT.plus(SLACK));
    }
  }

  @Test
  void followsARunForLongerThanTheLimit() throws Exception {
    try (ProviderSimulator provider =
        ProviderSimulator.start(
            SimulatorSettings.builder()
                .answers(new AnswerRule.Fixed("42"))
                .latency(new Latency.Fixed(LIMIT.multipliedBy(4)))
                .build())) {
      String dataset = dataset();
      service.post(
          API + "/datasets/" + dataset + "/upload?expected=id",
          sample(1, 10),
          "Content-Type",
          "application/jsonl");
      String model =
          service
              .post(
                  API + "/models",
                  """
                  {"name": "slow", "provider": "openai", "model_identifier": "sim",
                   "endpoint": "%s"}
                  """
                      .formatted(provider.baseUrl()))
              .id();
      String prompt =
          service.post(API + "/prompts", "{\"name\": \"p\", \"text\": \"{{question}}\"}").id();
      String experiment =
          service
              .post(
                  API + "/experiments",
                  """
                  {"name": "slow", "dataset_id": "%s", "metrics": ["exact_match"],
                   "variants": [{"name": "plain", "model_id": "%s", "prompt_id": "%s"}]}
                  """
                      .formatted(dataset, model, prompt))
              .id();
      String run = service.post(API + "/experiments/" + experiment + "/start", "").id();

      long began = System.nanoTime();
      String events = service.get(API + "/runs/" + run + "/events").response().body();

      assertThat(events).contains("event: end");
      assertThat(since(began)).isGreaterThan(LIMIT.multipliedBy(3));
    }
  }

  @Test
  void endsIdleConnectionsAndStaysSmallMeanwhile() throws Exception {
    int idle = (int) Math.min(MOST_IDLE, mostFiles() / 4);
    int threads = status("Threads");
    int before = status("VmRSS");
    long began = System.nanoTime();
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < idle; i++) {
        Socket socket = connect();
        sockets.add(socket);
        if (i % 3 == 1) {
          send(socket, head("POST /api/v1/models", "Content-Length: 16000000\r\n"));
        } else if (i % 3 == 2) {
          send(socket, "GET /health HTT");
        }
      }
      requireHealthIsFast();

      assertThat(status("Threads")).isLessThan(threads + 50);
      assertThat(status("VmRSS") - before)
          .as("kB for " + idle + " connections")
          .isLessThan(100 * idle);
      for (Socket socket : sockets) {
        untilTheEnd(socket);
      }
      assertThat(since(began)).isLessThan(LIMIT.multipliedBy(2).plus(SLACK.multipliedBy(2)));
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** A number of the service's process, in kB where it is a size. */
  private static int status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + service.pid() + "/status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Whether the service's end of a connection is open, as the system has it. */
  private static boolean isServed(Socket socket) throws IOException {
    Pattern established =
        Pattern.compile(
            ".*:%04X \\S+:%04X 01 .*".formatted(address.getPort(), socket.getLocalPort()));
    for (String table : List.of("tcp", "tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of("/proc/net/" + table))) {
        if (lines.anyMatch(line -> established.matcher(line).matches())) {
          return true;
        }
      }
    }
    return false;
  }

  private static long mostFiles() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/limits")).stream()
        .filter(line -> line.startsWith("Max open files"))
        .mapToLong(line -> Long.parseLong(line.split(" +", -1)[3]))
        .findFirst()
        .orElseThrow();
  }
}
