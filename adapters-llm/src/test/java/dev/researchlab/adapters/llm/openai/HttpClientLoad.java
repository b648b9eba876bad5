package dev.researchlab.adapters.llm.openai;

import com.sun.management.OperatingSystemMXBean;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.junit.jupiter.api.Test;

/**
 * Measures what a call costs the process that makes it, with the provider in another one: bare HTTP
 * clients, and the lab's own call around one of them. Each measurement has a fresh JVM. Not a test:
 * {@code benchmarks/http-client} runs it.
 */
class HttpClientLoad {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Calls, calls before them that are not measured, threads, the provider's milliseconds. */
  private static final List<List<String>> LOADS =
      List.of(
          List.of("13190", "0", "1000", "0"),
          List.of("200000", "100000", "1000", "0"),
          List.of("100000", "50000", "1000", "50"));

  /** Something that posts. */
  private interface Client extends AutoCloseable {
    void call() throws Exception;

    @Override
    void close() throws IOException;
  }

  @Test
  void measure() throws Exception {
    for (List<String> load : LOADS) {
      Process provider = java("provider", load.getLast());
      try (BufferedReader said = provider.inputReader()) {
        String url = Objects.requireNonNull(said.readLine());
        for (String client : List.of("lab", "lab-stream", "apache", "jdk")) {
          Process measured = java(client, url, load.get(0), load.get(1), load.get(2));
          try (BufferedReader line = measured.inputReader()) {
            System.out.printf(
                "%6s calls after %6s, %s threads, %2s ms: %-10s %s%n",
                load.get(0), load.get(1), load.get(2), load.get(3), client, line.readLine());
          }
          measured.waitFor();
        }
      } finally {
        provider.destroy();
      }
    }
  }

  private static Process java(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                HttpClientLoad.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** One of the processes: the provider, or a client that is measured. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("provider")) {
      provide(Duration.ofMillis(Integer.parseInt(arguments[1])));
      return;
    }
    int threads = Integer.parseInt(arguments[4]);
    try (Client client = client(arguments[0], URI.create(arguments[1]))) {
      run(client, threads, Integer.parseInt(arguments[3]));
      System.out.println(run(client, threads, Integer.parseInt(arguments[2])));
    }
  }

  private static void provide(Duration latency) throws InterruptedException {
    try (ProviderSimulator simulator =
        ProviderSimulator.start(
            SimulatorSettings.builder()
                .latency(latency.isZero() ? new Latency.None() : new Latency.Fixed(latency))
                .build())) {
      System.out.println(simulator.baseUrl());
      Thread.sleep(Duration.ofMinutes(10));
    }
  }

  private static Client client(String name, URI base) {
    GenerationRequest request = OpenAi.request("What is the capital of France? ".repeat(10));
    URI target = URI.create(base + "/chat/completions");
    byte[] body =
        new RequestWriter(
                "test-model",
                Dialect.of(
                    OpenAi.specification(base, null, Duration.ofSeconds(30)),
                    OpenAi.provider().description()))
            .write(request);
    return switch (name) {
      case "lab" -> lab(OpenAi.model(base), request);
      case "lab-stream" -> lab(OpenAi.model(base, Map.of("stream", "true")), request);
      case "apache" -> apache(target, body);
      default -> jdk(target, body);
    };
  }

  private static Client lab(LanguageModel model, GenerationRequest request) {
    return new Client() {
      @Override
      public void call() throws InterruptedException {
        require(model.generate(request) instanceof Completion);
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }

  private static Client apache(URI target, byte[] body) {
    CloseableHttpClient client =
        HttpClients.createMinimal(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(10_000)
                .setMaxConnPerRoute(10_000)
                .build());
    HttpHost host = HttpHost.create(target);
    return new Client() {
      @Override
      public void call() throws IOException {
        var post = new HttpPost(target);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        require(
            client.execute(
                host,
                post,
                response ->
                    response.getCode() == 200
                        && EntityUtils.toByteArray(response.getEntity()).length > 0));
      }

      @Override
      public void close() throws IOException {
        client.close();
      }
    };
  }

  private static Client jdk(URI target, byte[] body) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return new Client() {
      @Override
      public void call() throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        require(response.statusCode() == 200 && response.body().length > 0);
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  private static void require(boolean answered) {
    if (!answered) {
      throw new IllegalStateException("there was a call without an answer");
    }
  }

  private static String run(Client client, int threads, int calls) throws Exception {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(threads);
    Map<String, Integer> failed = new ConcurrentHashMap<>();
    long start = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    for (int t = 0; t < threads; t++) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (next.getAndIncrement() < calls) {
                    client.call();
                  }
                } catch (Exception e) {
                  failed.merge(String.valueOf(e), 1, Integer::sum);
                } finally {
                  done.countDown();
                }
              });
    }
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / Math.max(1, calls);
    return "%6.0f requests/s, %6.1f us of CPU per request%s"
        .formatted(calls / seconds, micros, failed.isEmpty() ? "" : ", threads lost: " + failed);
  }
}
