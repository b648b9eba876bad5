package dev.researchlab.adapters.postgres.embedded;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private final FileChannel lock;
  private final List<String> asUser;
  private final Path bin;
  private final DatabaseUrl url;
  private final CountDownLatch closing = new CountDownLatch(1);

  private EmbeddedPostgres(
      Path directory,
      boolean durable,
      FileChannel lock,
      List<String> asUser,
      Path bin,
      DatabaseUrl url) {
    this.directory = directory;
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
    Path absolute = directory.toAbsolutePath();
    FileChannel lock = lock(absolute);
    try {
      Path bin = PostgresBinaries.install(cache.toAbsolutePath()).resolve("bin");
      DatabaseUrl url =
          new DatabaseUrl("127.0.0.1", freePort(), DATABASE, USER, password(absolute), Map.of());
      EmbeddedPostgres postgres =
          new EmbeddedPostgres(absolute, durable, lock, unprivileged(absolute), bin, url);
      postgres.start();
      return postgres;
    } catch (IOException e) {
      release(lock);
      throw new UnavailableException(
          "the embedded PostgreSQL in %s cannot start: %s".formatted(absolute, e.getMessage()), e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  /** Where it listens, and as whom to ask. */
  public DatabaseUrl url() {
    return url;
  }

  /** The process that all others of this PostgreSQL descend from, while it runs. */
  public synchronized Optional<ProcessHandle> process() {
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      return lines.findFirst().map(String::strip).map(Long::parseLong).flatMap(ProcessHandle::of);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static FileChannel lock(Path directory) {
    try {
      Files.createDirectories(directory);
      if (isPosix()) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
      FileChannel lock =
          FileChannel.open(
              directory.resolve("lab.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() != null) {
        return lock;
      }
      lock.close();
    } catch (IOException e) {
      throw new InvalidException(
          "the data directory %s cannot be used (%s); set LLM_RESEARCH_DATA_DIR to one that you may"
                  .formatted(directory, reason(e))
              + " write to, or use --memory",
          e);
    } catch (OverlappingFileLockException e) {
      // The same process has it.
    }
    throw new InvalidException(
        "the data directory %s is in use by another lab; wait for it, or set LLM_RESEARCH_DATA_DIR"
                .formatted(directory)
            + " to another directory");
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "no permission for " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  private synchronized void start() throws IOException {
    Path version = data.resolve("PG_VERSION");
    boolean fresh = !Files.exists(directory.resolve("postgres.ready"));
    if (fresh) {
      initialize();
    } else if (!Files.readString(version).strip().equals(PostgresBinaries.MAJOR_VERSION)) {
      throw new InvalidException(
          "the data in %s is of PostgreSQL %s, this version of the lab brings %s; back it up with the"
                  .formatted(
                      directory, Files.readString(version).strip(), PostgresBinaries.MAJOR_VERSION)
              + " lab that wrote it, and restore it with this one into another directory");
    }
    if (Files.exists(data.resolve("postmaster.pid"))) {
      // Left by a process that was killed; it may still run.
      int ignored = run(stopCommand());
    }
    launch();
    if (fresh) {
      createDatabase();
      Files.createFile(directory.resolve("postgres.ready"));
    }
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
            "-l", directory.resolve("postgres.log").toString(),
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
    for (int attempt = 1; attempt <= RESTARTS && !restarted(); attempt++) {
      try {
        boolean ignored = closing.await(RESTART_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
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
    release(lock);
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
      Path log = directory.resolve("postgres.log");
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

  private static boolean isPosix() {
    return File.separatorChar == '/';
  }

  private static Path passwordFile(Path directory) {
    return directory.resolve("postgres.password");
  }

  private static String password(Path directory) throws IOException {
    Path file = passwordFile(directory);
    if (Files.exists(file)) {
      return Files.readString(file);
    }
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

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the lock is given free by the end of the process", e);
    }
  }
}
