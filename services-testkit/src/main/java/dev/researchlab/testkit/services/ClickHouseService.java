package dev.researchlab.testkit.services;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real ClickHouse on a loopback port: the engine of libchdb in a process of its own, which ends
 * with this one. Its data outlive {@link #kill} and are deleted by {@link #close}, or when the
 * tests end.
 */
public final class ClickHouseService implements AutoCloseable {

  /**
   * With its colon a multiple of three bytes long, so that in Base64 everybody who claims to be
   * this user begins alike, whatever the password.
   */
  private static final String USER = "tests";

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static @Nullable ClickHouseService shared;

  private final Path library;
  private final Path folder;
  private final String password = UUID.randomUUID().toString();
  private Process process;
  private int port;

  private ClickHouseService(Path library) throws IOException, InterruptedException {
    this.library = library;
    this.folder = Files.createTempDirectory("clickhouse-").toRealPath();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    writeUsers();
    this.process = launch();
    awaitPort();
  }

  /**
   * The URL, as the lab takes it, of the server that all tests of this JVM share, each in a
   * database of its own: the one that the environment variable {@code
   * LLM_RESEARCH_TEST_CLICKHOUSE_URL} names, or else one that is started at the first call.
   */
  public static synchronized String sharedUrl() {
    String external = System.getenv(ClickHouseLibrary.EXTERNAL);
    if (external != null) {
      return external;
    }
    if (shared == null) {
      shared = start();
    }
    return shared.url();
  }

  /** Starts a server for one test, which may be killed. */
  public static ClickHouseService start() {
    return Service.start("ClickHouse", () -> new ClickHouseService(ClickHouseLibrary.fetch()));
  }

  /** Where it is and who may enter: {@code http://user:password@127.0.0.1:port}. */
  public String url() {
    return "http://" + USER + ":" + password + "@127.0.0.1:" + port;
  }

  /** Ends the server at once, as a crash would. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again after {@link #kill}, on the same port and with the same data. */
  public void restart() throws IOException, InterruptedException {
    process = launch();
    awaitPort();
  }

  @Override
  public void close() {
    kill();
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the data of ClickHouse cannot be deleted", e);
    }
  }

  private void writeUsers() throws IOException {
    // The engine itself logs in as `default`, who has no password: it may open the listener, no
    // more.
    Files.writeString(
        folder.resolve("users.xml"),
        """
        <clickhouse>
          <profiles><default/></profiles>
          <quotas><default/></quotas>
          <users>
            <default>
              <password></password>
              <networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
              <grants><query>GRANT SYSTEM LISTEN ON *.*</query></grants>
            </default>
            <%1$s>
              <password_sha256_hex>%2$s</password_sha256_hex>
              <networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
              <grants>
                <query>GRANT SHOW, SELECT, INSERT, ALTER, CREATE, DROP, TRUNCATE, OPTIMIZE, KILL QUERY, SYSTEM MERGES ON *.*</query>
                <query>GRANT TABLE ENGINE ON *</query>
              </grants>
            </%1$s>
          </users>
        </clickhouse>
        """
            .formatted(USER, sha256(password)));
    Files.writeString(
        folder.resolve("boot.sql"),
        """
        SYSTEM START LISTEN HTTP;
        SELECT getServerPort('http_port') INTO OUTFILE '%s/port' TRUNCATE FORMAT TSV;
        """
            .formatted(folder));
  }

  private Process launch() throws IOException {
    Files.deleteIfExists(folder.resolve("port"));
    Path config = folder.resolve("config.xml");
    // Whoever does not claim to be our user gets 404, since `default` could read every file of the
    // machine.
    Files.writeString(
        config,
        """
        <clickhouse>
          <path>%1$s/data</path>
          <users_config>%1$s/users.xml</users_config>
          <http_port>%2$d</http_port>
          <listen_host>127.0.0.1</listen_host>
          <http_handlers>
            <rule>
              <headers><Authorization>regex:Basic %3$s.*</Authorization></headers>
              <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
            </rule>
          </http_handlers>
          <timezone>UTC</timezone>
          <log-level>error</log-level>
          <max_server_memory_usage_to_ram_ratio>0.25</max_server_memory_usage_to_ram_ratio>
          <mark_cache_size>134217728</mark_cache_size>
        </clickhouse>
        """
            .formatted(folder, port, base64(USER + ":")));
    Path java = Path.of(System.getProperty("java.home"));
    Path main = folder.resolve("ClickHouseMain.java");
    try (InputStream source = ClickHouseService.class.getResourceAsStream("ClickHouseMain.java")) {
      if (source == null) {
        throw new IllegalStateException("ClickHouseMain.java is not beside this class");
      }
      Files.write(main, source.readAllBytes());
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                java.resolve("bin/java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                main.toString(),
                library.toString(),
                config.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("LD_PRELOAD", java.resolve("lib/libjsig.so").toString());
    return builder.start();
  }

  private void awaitPort() throws IOException, InterruptedException {
    Path file = folder.resolve("port");
    long start = System.nanoTime();
    while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
      if (!process.isAlive() || System.nanoTime() - start > PATIENCE_NANOS) {
        kill();
        throw new IOException(
            "ClickHouse did not start: " + Files.readString(folder.resolve("log")).strip());
      }
      Thread.sleep(10);
    }
    port = Integer.parseInt(Files.readString(file).strip());
    int anonymous = statusOfAnAnonymousQuery();
    if (anonymous != 404) {
      kill();
      throw new IOException("ClickHouse answers " + anonymous + " to a query without a password");
    }
  }

  private int statusOfAnAnonymousQuery() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                  .POST(HttpRequest.BodyPublishers.ofString("SELECT 1"))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
