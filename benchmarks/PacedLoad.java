import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A mixed load on the service at a given rate, as an open loop: each request has the time at which
 * it is due, and its latency counts from then, whether or not a connection was free to send it.
 *
 * <p>{@code java benchmarks/PacedLoad.java URL RATE SECONDS [WARM-UP-SECONDS [SEED]]}: 70 % GET of
 * an experiment, 15 % lists of 20 experiments, 10 % GET of a run, 5 % POST of an experiment or a
 * model. It makes what it asks for first.
 */
final class PacedLoad {

  private static final int CONNECTIONS = 64;
  private static final int EXPERIMENTS = 200;
  private static final String API = "/api/v1";

  private enum Kind {
    EXPERIMENT,
    LIST,
    RUN,
    POST
  }

  private final URI service;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String session = Long.toString(System.currentTimeMillis(), 36);
  private final List<String> experiments = new ArrayList<>();
  private String run = "";
  private String design = "";

  private PacedLoad(URI service) {
    this.service = service;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 3) {
      System.err.println("Usage: PacedLoad.java URL RATE SECONDS [WARM-UP-SECONDS [SEED]]");
      System.exit(2);
    }
    int rate = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    int warmUp = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10;
    long seed = arguments.length > 4 ? Long.parseLong(arguments[4]) : 1;
    PacedLoad load = new PacedLoad(URI.create(arguments[0]));
    load.prepare();
    load.send(rate, warmUp, seed);
    System.out.printf(
        "%d requests/s for %d s on %d connections, seed %d%n", rate, seconds, CONNECTIONS, seed);
    Requests requests = load.send(rate, seconds, seed + 1);
    requests.report();
    System.exit(requests.failed() == 0 ? 0 : 1);
  }

  private void prepare() throws IOException, InterruptedException {
    String model = post("/models", "application/json", model("m"));
    String dataset = post("/datasets", "application/json", "{\"name\":\"d " + session + "\"}");
    StringBuilder samples = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      samples.append("{\"id\":\"q%d\",\"question\":\"%d?\",\"answer\":\"42\"}\n".formatted(i, i));
    }
    ask(
        "/datasets/" + dataset + "/upload?expected=answer",
        "application/jsonl",
        samples.toString());
    String prompt =
        post(
            "/prompts",
            "application/json",
            "{\"name\":\"p %s\",\"text\":\"{{question}}\"}".formatted(session));
    design =
        """
        {"name":"e","dataset_id":"%s","variants":[{"name":"v","model_id":"%s","prompt_id":"%s"}],\
        "metrics":["numeric_answer"]}\
        """
            .formatted(dataset, model, prompt);
    for (int i = 0; i < EXPERIMENTS; i++) {
      experiments.add(post("/experiments", "application/json", design));
    }
    run = post("/experiments/" + experiments.getFirst() + "/runs", "application/json", "{}");
  }

  private String model(String name) {
    return "{\"name\":\"%s %s\",\"provider\":\"openai\",\"model_identifier\":\"m\"}"
        .formatted(name, session);
  }

  /** Gives the id of what was made. */
  private String post(String path, String type, String body)
      throws IOException, InterruptedException {
    return ask(path, type, body).replaceFirst("(?s)^\\{\"id\":\"([^\"]*)\".*", "$1");
  }

  private String ask(String path, String type, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> reply =
        client.send(
            HttpRequest.newBuilder(service.resolve(API + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (reply.statusCode() / 100 != 2) {
      throw new IOException(path + ": " + reply.statusCode() + " " + reply.body());
    }
    return reply.body();
  }

  private Requests send(int rate, int seconds, long seed) throws InterruptedException {
    Requests requests = new Requests(rate, rate * seconds, seed);
    List<Thread> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(Thread.ofPlatform().start(() -> serve(requests)));
    }
    for (Thread connection : connections) {
      connection.join();
    }
    return requests;
  }

  /** One connection: it takes the next request that is due, until there are no more. */
  private void serve(Requests requests) {
    int at = requests.next.getAndIncrement();
    while (at < requests.kinds.length) {
      try (Socket socket = new Socket(service.getHost(), service.getPort())) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (; at < requests.kinds.length; at = requests.next.getAndIncrement()) {
          byte[] request = request(requests.kinds[at], at).getBytes(StandardCharsets.US_ASCII);
          requests.awaitDue(at);
          socket.getOutputStream().write(request);
          requests.answered(at, status(in) / 100 == 2);
        }
      } catch (IOException e) {
        requests.answered(at, false);
        at = requests.next.getAndIncrement();
      }
    }
  }

  private String request(Kind kind, int at) {
    String one = experiments.get(at % experiments.size());
    return switch (kind) {
      case EXPERIMENT -> get("/experiments/" + one);
      case LIST -> get("/experiments?limit=20");
      case RUN -> get("/runs/" + run);
      case POST ->
          at % 2 == 0
              ? post("/experiments", design)
              : post("/models", model("m " + at + " " + System.nanoTime()));
    };
  }

  private String get(String path) {
    return "GET " + API + path + " HTTP/1.1\r\nHost: " + service.getAuthority() + "\r\n\r\n";
  }

  private String post(String path, String body) {
    return "POST %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(API, path, service.getAuthority(), body.length(), body);
  }

  /** Reads a whole reply. */
  private static int status(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).split(" ")[1]);
    int length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    if (length < 0) {
      throw new IOException("a reply without its length");
    }
    in.skipNBytes(length);
    return status;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the service ended the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** What is sent when, and how long each took from then. */
  private static final class Requests {

    private final AtomicInteger next = new AtomicInteger();
    private final Kind[] kinds;
    private final long[] nanos;
    private final boolean[] good;
    private final double interval;
    private final long began = System.nanoTime() + 50_000_000;

    Requests(int rate, int count, long seed) {
      kinds = new Kind[count];
      nanos = new long[count];
      good = new boolean[count];
      interval = 1e9 / rate;
      Random random = new Random(seed);
      for (int i = 0; i < count; i++) {
        int percent = random.nextInt(100);
        kinds[i] =
            percent < 70
                ? Kind.EXPERIMENT
                : percent < 85 ? Kind.LIST : percent < 95 ? Kind.RUN : Kind.POST;
      }
    }

    private long due(int at) {
      return began + (long) (at * interval);
    }

    void awaitDue(int at) {
      for (long left = due(at) - System.nanoTime(); left > 0; left = due(at) - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }

    void answered(int at, boolean well) {
      nanos[at] = System.nanoTime() - due(at);
      good[at] = well;
    }

    int failed() {
      int failed = 0;
      for (boolean well : good) {
        failed += well ? 0 : 1;
      }
      return failed;
    }

    void report() {
      System.out.println("                  count   p50 ms   p90 ms   p99 ms   max ms");
      for (Kind kind : Kind.values()) {
        long[] some = new long[nanos.length];
        int count = 0;
        for (int i = 0; i < nanos.length; i++) {
          if (kinds[i] == kind) {
            some[count++] = nanos[i];
          }
        }
        report(kind.name().toLowerCase(java.util.Locale.ROOT), Arrays.copyOf(some, count));
      }
      report("all", nanos.clone());
      System.out.println(failed() + " failed");
    }

    private static void report(String name, long[] latencies) {
      Arrays.sort(latencies);
      System.out.printf(
          "%-14s %8d %8.2f %8.2f %8.2f %8.2f%n",
          name,
          latencies.length,
          quantile(latencies, 0.5),
          quantile(latencies, 0.9),
          quantile(latencies, 0.99),
          quantile(latencies, 1));
    }

    private static double quantile(long[] sorted, double share) {
      int at = (int) Math.ceil(share * sorted.length) - 1;
      return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, at)] / 1e6;
    }
  }
}
