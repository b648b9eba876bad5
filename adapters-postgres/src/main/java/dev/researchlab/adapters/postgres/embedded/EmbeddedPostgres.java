package dev.researchlab.adapters.postgres.embedded;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL in a directory of the lab's own: it listens on the loopback interface, asks for
 * a random password, and writes through to the disk. It ends with {@link #close}. One that a killed
 * process left behind is stopped by the next start, and one that is killed itself is started again
 * while the lab runs.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());
  private static final String ADMINISTRATOR = "administrator";
  private static final String USER = "lab";
  private static final String DATABASE = "research_lab";
  private static final int START_SECONDS = 60;
  private static final int RESTARTS = 20;
  private static final long RESTART_PAUSE_MILLIS = 500;

  private final Path directory;
  private final Path data;
  private final boolean durable;
  private final DirectoryLock lock;
  private final List<String> asUser;
  private final Path bin;
  private final DatabaseUrl url;
  private final CountDownLatch closing = new CountDownLatch(1);

  private EmbeddedPostgres(
      DirectoryLock lock, boolean durable, List<String> asUser, Path bin, DatabaseUrl url) {
    this.directory = lock.directory();
    this.data = directory.resolve("postgres");
    this.durable = durable;
    this.lock = lock;
    this.asUser = asUser;
    this.bin = bin;
    this.url = url;
  }

  /**
   * Starts on a directory, which is made and filled where it is new.
   *
   * @param cache where the programs are unpacked to, once for all directories
   * @throws InvalidException if another process uses the directory, or it cannot be used
   * @throws UnavailableException if PostgreSQL does not start; the message holds what it says
   */
  public static EmbeddedPostgres start(Path directory, Path cache) {
    return start(directory, cache, true);
  }

  /**
   * As {@link #start(Path, Path)}.
   *
   * @param durable false for tests alone: it does not wait for the disk
   */
  public static EmbeddedPostgres start(Path directory, Path cache, boolean durable) {
    DirectoryLock lock = DirectoryLock.on(directory);
    Path real = lock.directory();
    EmbeddedPostgres postgres;
    try {
      Path bin = PostgresBinaries.install(cache.toAbsolutePath()).resolve("bin");
      DatabaseUrl url =
          new DatabaseUrl("127.0.0.1", freePort(), DATABASE, USER, password(real), Map.of());
      postgres = new EmbeddedPostgres(lock, durable, unprivileged(real), bin, url);
    } catch (IOException e) {
      lock.close();
      throw cannotStart(real, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    try {
      postgres.start();
      return postgres;
    } catch (IOException e) {
      postgres.close();
      throw cannotStart(real, e);
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  private static UnavailableException cannotStart(Path directory, IOException cause) {
    return new UnavailableException(
        "the embedded PostgreSQL in %s cannot start: %s"
            .formatted(directory, DirectoryLock.reason(cause)),
        cause);
  }

  /** Where it listens, and as whom to ask. */
  public DatabaseUrl url() {
    return url;
  }

  /** The process that all others of this PostgreSQL descend from, while it runs. */
  public synchronized Optional<ProcessHandle> process() {
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      return lines
          .findFirst()
          .map(String::strip)
          .filter(line -> line.matches("\\d{1,18}"))
          .map(Long::parseLong)
          .flatMap(ProcessHandle::of);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private synchronized void start() throws IOException {
    Path version = data.resolve("PG_VERSION");
    boolean fresh = !Files.exists(ready(directory));
    stopLeftBehind();
    if (fresh) {
      initialize();
    } else if (!Files.readString(version).strip().equals(PostgresBinaries.MAJOR_VERSION)) {
      throw new InvalidException(
          "the data in %s is of PostgreSQL %s, this version of the lab brings %s; back it up with the"
                  .formatted(
                      directory, Files.readString(version).strip(), PostgresBinaries.MAJOR_VERSION)
              + " lab that wrote it, and restore it with this one into another directory");
    }
    launch();
    if (fresh) {
      createDatabase();
      Files.createFile(ready(directory));
    }
  }

  /**
   * Ends a server that a killed process left. One that was killed itself, with the machine perhaps,
   * leaves its number, which may be that of any process by now; PostgreSQL would not start next to
   * it, and stopping it by that number would hit a stranger.
   */
  private void stopLeftBehind() throws IOException {
    Optional<ProcessHandle> named = process();
    if (named.filter(this::isServer).isPresent()) {
      int ignored = run(stopCommand());
    } else if (named.isPresent()) {
      Files.delete(data.resolve("postmaster.pid"));
    }
  }

  private boolean isServer(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.command().map(Path::of).map(Path::getFileName).stream()
            .anyMatch(program -> program.toString().startsWith("postgres"))
        && info.arguments()
            .map(arguments -> List.of(arguments).contains(data.toString()))
            .orElse(true); // not every system shows them
  }

  /** A directory of which the making was interrupted is made anew: nothing was stored there yet. */
  private void initialize() throws IOException {
    if (Files.exists(data)) {
      Files.move(data, directory.resolve("postgres.unfinished-" + System.nanoTime()));
    }
    Files.createDirectories(data);
    List<String> command = command("initdb");
    command.addAll(
        List.of(
            "-D",
            data.toString(),
            "-U",
            ADMINISTRATOR,
            "--auth=scram-sha-256",
            "--pwfile=" + passwordFile(directory),
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C"));
    if (!durable) {
      command.add("--no-sync");
    }
    require(run(command));
  }

  private void launch() throws IOException {
    String options =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c timezone=UTC"
                .formatted(url.port())
            + " -c max_connections=50 -c shared_buffers=64MB -c max_wal_size=512MB"
            + (durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
    List<String> command = command("pg_ctl");
    // pg_ctl gives the server a session of its own: Ctrl-C in the terminal does not reach it.
    command.addAll(
        List.of(
            "start", "-w",
            "-t", Integer.toString(START_SECONDS),
            "-D", data.toString(),
            "-l", serverLog().toString(),
            "-o", options));
    require(run(command));
    ProcessHandle server =
        process().orElseThrow(() -> new IOException("it ended at once; see postgres.log"));
    var unused = server.onExit().thenRun(() -> Thread.ofVirtual().start(this::restart));
  }

  private void createDatabase() throws IOException {
    DatabaseUrl administrator = url.withDatabase("postgres").withUser(ADMINISTRATOR, secret());
    try (Connection connection = Database.connect(administrator);
        Statement statement = connection.createStatement()) {
      // Not the administrator: row-level security does not hold for one.
      statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + secret() + "'");
      statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + USER);
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private String secret() {
    return String.valueOf(url.password());
  }

  /** Somebody else ended the server, or it crashed: what was committed is there after a start. */
  private void restart() {
    for (int attempt = 1; attempt <= RESTARTS; attempt++) {
      if (restarted()) {
        return;
      }
      try {
        boolean ignored = closing.await(RESTART_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
    LOG.log(System.Logger.Level.ERROR, "PostgreSQL ended and does not start; see " + serverLog());
  }

  private synchronized boolean restarted() {
    if (closing.getCount() == 0) {
      return true;
    }
    try {
      launch();
      LOG.log(System.Logger.Level.WARNING, "PostgreSQL had ended and was started again");
      return true;
    } catch (IOException e) {
      // Its children end a moment after it; until then the memory they share is in use.
      LOG.log(System.Logger.Level.DEBUG, "PostgreSQL does not start yet", e);
      return false;
    }
  }

  /** Stops the server, after what it does at this moment, and gives the directory free. */
  @Override
  public synchronized void close() {
    if (closing.getCount() == 0) {
      return;
    }
    closing.countDown();
    try {
      int ignored = run(stopCommand());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "PostgreSQL cannot be stopped: " + e.getMessage());
    }
    lock.close();
  }

  private List<String> stopCommand() {
    List<String> command = command("pg_ctl");
    command.addAll(List.of("stop", "-m", "fast", "-w", "-t", "30", "-D", data.toString()));
    return command;
  }

  private List<String> command(String program) {
    List<String> command = new ArrayList<>(asUser);
    command.add(bin.resolve(program).toString());
    return command;
  }

  private Path serverLog() {
    return directory.resolve("postgres.log");
  }

  private Path output() {
    return directory.resolve("postgres.start.log");
  }

  /** Output goes to a file: the server inherits it, so that a pipe would never end. */
  private int run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();
    return exitCode(process);
  }

  private void require(int exitCode) throws IOException {
    if (exitCode != 0) {
      List<String> said = new ArrayList<>(Files.readAllLines(output()));
      Path log = serverLog();
      if (Files.exists(log)) {
        List<String> lines = Files.readAllLines(log);
        said.addAll(lines.subList(Math.max(0, lines.size() - 3), lines.size()));
      }
      throw new IOException(String.join(" | ", said));
    }
  }

  private static int exitCode(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was started", e);
    }
  }

  /**
   * PostgreSQL refuses to run as root. In a user namespace of its own it runs as nobody, while its
   * files stay root's outside.
   */
  private static List<String> unprivileged(Path directory) throws IOException {
    if (!isPosix() || !Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"))) {
      return List.of();
    }
    if (exitCode(new ProcessBuilder("unshare", "-U", "true").start()) == 0) {
      return List.of("unshare", "-U");
    }
    throw new InvalidException(
        "PostgreSQL does not run as root, and user namespaces are not permitted here; run the lab"
            + " as another user, set LLM_RESEARCH_DATABASE_URL, or use --memory");
  }

  static boolean isPosix() {
    return File.separatorChar == '/';
  }

  /** There once everything is made. */
  private static Path ready(Path directory) {
    return directory.resolve("postgres.ready");
  }

  private static Path passwordFile(Path directory) {
    return directory.resolve("postgres.password");
  }

  private static String password(Path directory) throws IOException {
    Path file = passwordFile(directory);
    if (Files.exists(ready(directory))) {
      return Files.readString(file);
    }
    Files.deleteIfExists(file);
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    if (isPosix()) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.writeString(file, password);
    return password;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
