package dev.researchlab.adapters.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.project.ProjectId;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmbeddedPostgresIT {

  private Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("research-lab-embedded").toRealPath();
  }

  @AfterEach
  void deleteDirectory() {
    TestDatabase.delete(directory);
  }

  @Test
  void showsItsFilesToNobodyElse() throws IOException {
    try (EmbeddedPostgres postgres = start()) {
      assertThat(permissions(directory)).isEqualTo("rwx------");
      assertThat(permissions(directory.resolve("postgres"))).isEqualTo("rwx------");
      assertThat(permissions(directory.resolve("postgres.password"))).isEqualTo("rw-------");
      assertThat(Files.readString(directory.resolve("postgres.password")))
          .isEqualTo(postgres.url().password())
          .hasSizeGreaterThanOrEqualTo(32);
    }
  }

  @Test
  void listensOnTheLoopbackInterfaceAlone() throws IOException, SQLException {
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.url().host()).isEqualTo("127.0.0.1");
      assertThat(ask(postgres.url(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      DatabaseUrl administrator =
          postgres.url().withUser("administrator", String.valueOf(postgres.url().password()));
      assertThat(ask(administrator, "SHOW unix_socket_directories")).isEmpty();
      List<InetAddress> others = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.2")));
      try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
        interfaces
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.getHostAddress().equals("127.0.0.1"))
            .forEach(others::add);
      }
      for (InetAddress other : others) {
        try (Socket socket = new Socket()) {
          assertThatExceptionOfType(ConnectException.class)
              .isThrownBy(
                  () -> socket.connect(new InetSocketAddress(other, postgres.url().port()), 5_000));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab", "administrator", "postgres", "root"})
  void letsNobodyInWithoutThePassword(String user) {
    try (EmbeddedPostgres postgres = start()) {
      DatabaseUrl url = postgres.url();
      for (DatabaseUrl without :
          List.of(
              new DatabaseUrl(url.host(), url.port(), url.database(), user, null, Map.of()),
              url.withUser(user, "wr0ng"))) {
        assertThatExceptionOfType(UnavailableException.class)
            .isThrownBy(() -> Database.open(without))
            .withMessageContaining("does not let user '" + user + "' in");
      }
    }
  }

  @Test
  void theLabIsNoAdministrator() throws SQLException {
    try (EmbeddedPostgres postgres = start()) {
      assertThat(
              ask(
                  postgres.url(),
                  "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles"
                      + " WHERE rolname = current_user"))
          .isEqualTo("f");
    }
  }

  @Test
  void keepsItsDataAndWaitsForTheDiskUnlessATestSaysOtherwise() throws SQLException {
    String password;
    ProcessHandle server;
    try (EmbeddedPostgres postgres = start()) {
      TestDatabase.execute(postgres.url(), "CREATE TABLE kept AS SELECT 7 AS number");
      password = String.valueOf(postgres.url().password());
      server = postgres.process().orElseThrow();
    }
    requireEnded(server);

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, TestDatabase.cache())) {
      assertThat(postgres.url().password()).isEqualTo(password);
      assertThat(ask(postgres.url(), "SELECT number FROM kept")).isEqualTo("7");
      assertThat(ask(postgres.url(), "SHOW fsync")).isEqualTo("on");
      assertThat(ask(postgres.url(), "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(postgres.url(), "SHOW full_page_writes")).isEqualTo("on");
    }
  }

  @Test
  void closesTwice() {
    EmbeddedPostgres postgres = start();
    postgres.close();
    postgres.close();

    assertThat(postgres.process()).isEmpty();
  }

  @Test
  void takesOverWhatAKilledLabLeftBehind() throws IOException, InterruptedException, SQLException {
    try (EmbeddedPostgres postgres = start()) {
      TestDatabase.execute(postgres.url(), "CREATE TABLE kept AS SELECT 7 AS number");
    }
    ProcessHandle left = serverOfAKilledLab();
    assertThat(left.isAlive()).isTrue();

    try (EmbeddedPostgres postgres = start()) {
      requireEnded(left);
      assertThat(ask(postgres.url(), "SELECT number FROM kept")).isEqualTo("7");
    }
  }

  @Test
  void stopsTheServerOfAnUnfinishedDirectory()
      throws IOException, InterruptedException, SQLException {
    ProcessHandle left = serverOfAKilledLab();
    Files.delete(directory.resolve("postgres.ready"));

    try (EmbeddedPostgres postgres = start()) {
      requireEnded(left);
      assertThat(ask(postgres.url(), "SELECT 7")).isEqualTo("7");
    }
  }

  @Test
  void leavesAProcessAloneThatHasTheNumberOfAServerThatEnded() throws IOException, SQLException {
    start().close();
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          directory.resolve("postgres").resolve("postmaster.pid"),
          other.pid() + "\n" + directory.resolve("postgres") + "\n1760000000\n5432\n\n127.0.0.1\n");

      try (EmbeddedPostgres postgres = start()) {
        assertThat(ask(postgres.url(), "SELECT 7")).isEqualTo("7");
      }
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void isStartedAgainWhenItIsKilled() throws InterruptedException {
    try (EmbeddedPostgres postgres = start();
        Database database = Database.open(postgres.url())) {
      TestDatabase.execute(
          postgres.url(), "SET synchronous_commit = on", "CREATE TABLE kept AS SELECT 7 AS number");
      for (int kill = 1; kill <= 2; kill++) {
        ProcessHandle killed = postgres.process().orElseThrow();
        assertThat(killed.destroyForcibly()).isTrue();
        killed.onExit().join();

        while (!hasKept(database)) {
          Thread.sleep(100);
        }
        assertThat(postgres.process()).isPresent().get().isNotEqualTo(killed);
      }
    }
  }

  @Test
  void refusesASecondStartInOneLine() throws IOException, InterruptedException, SQLException {
    String inUse =
        "the data directory "
            + directory
            + " is in use by another lab; wait for it, or set LLM_RESEARCH_DATA_DIR to another"
            + " directory";
    try (EmbeddedPostgres postgres = start()) {
      assertThatExceptionOfType(InvalidException.class).isThrownBy(this::start).withMessage(inUse);
      // Nor does the attempt, and what becomes of its objects, give the directory free.
      System.gc();
      Process other = LabProcess.start(directory);
      try (BufferedReader said = other.inputReader()) {
        assertThat(said.readLine()).isEqualTo("refused: " + inUse);
      }
      assertThat(other.waitFor()).isZero();
      assertThat(ask(postgres.url(), "SELECT 7")).isEqualTo("7");
    }
    start().close();
  }

  @Test
  void refusesADirectoryThatAnotherProcessUses() throws IOException, InterruptedException {
    Process other = LabProcess.start(directory);
    try (BufferedReader said = other.inputReader()) {
      assertThat(said.readLine()).startsWith("started ");
      assertThatExceptionOfType(InvalidException.class)
          .isThrownBy(this::start)
          .withMessageContaining("is in use by another lab");
    }
    other.outputWriter().close();
    assertThat(other.waitFor()).isZero();
    start().close();
  }

  @Test
  void makesADirectoryAnewWhoseMakingWasInterrupted() throws IOException, SQLException {
    Path data = Files.createDirectory(directory.resolve("postgres"));
    Files.writeString(data.resolve("PG_VERSION"), "18\n");
    Files.createFile(directory.resolve("postgres.password"));

    try (EmbeddedPostgres postgres = start()) {
      assertThat(ask(postgres.url(), "SELECT 7")).isEqualTo("7");
    }
    assertThat(permissions(directory.resolve("postgres.password"))).isEqualTo("rw-------");
    start().close();
  }

  @Test
  void leavesNoServerBehindWhenItsStartFails() throws IOException {
    // Nothing can be made there, as the name leads nowhere; that is found when the server runs.
    Files.createSymbolicLink(
        directory.resolve("postgres.ready"), directory.resolve("no").resolve("where"));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(this::start)
        .withMessageStartingWith("the embedded PostgreSQL in " + directory + " cannot start: ");
    assertThat(directory.resolve("postgres").resolve("PG_VERSION")).exists();
    assertThat(directory.resolve("postgres").resolve("postmaster.pid")).doesNotExist();

    Files.delete(directory.resolve("postgres.ready"));
    start().close();
  }

  @Test
  void refusesTheDataOfAnotherMajorVersion() throws IOException, SQLException {
    start().close();
    Path version = directory.resolve("postgres").resolve("PG_VERSION");
    Files.writeString(version, "17\n");

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(this::start)
        .withMessage(
            "the data in "
                + directory
                + " is of PostgreSQL 17, this version of the lab brings 18; back it up with the"
                + " lab that wrote it, and restore it with this one into another directory");

    Files.writeString(version, "18\n");
    try (EmbeddedPostgres postgres = start()) {
      assertThat(ask(postgres.url(), "SELECT 7")).isEqualTo("7");
    }
  }

  @Test
  void refusesADirectoryThatIsAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    for (Path place : List.of(file, file.resolve("below"))) {
      assertThatExceptionOfType(InvalidException.class)
          .isThrownBy(() -> EmbeddedPostgres.start(place, TestDatabase.cache(), false))
          .withMessageMatching(
              "(?i)the data directory "
                  + place
                  + " cannot be used \\(.*not a directory\\); set LLM_RESEARCH_DATA_DIR to one"
                  + " that you may write to, or use --memory");
    }
  }

  @Test
  void refusesADirectoryThatMayNotBeWrittenTo() throws IOException {
    assumeThat(Files.getAttribute(directory, "unix:uid")).as("root may write").isNotEqualTo(0);
    Path parent = Files.createDirectory(directory.resolve("parent"));
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-x------"));

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> EmbeddedPostgres.start(parent.resolve("data"), TestDatabase.cache()))
        .withMessageContaining("cannot be used (no permission for ");
  }

  @Test
  void saysWhereTheProgramsCannotBeKept() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> EmbeddedPostgres.start(directory.resolve("data"), file, false))
        .withMessageContaining("cannot start: ")
        .withMessageContaining(file + " is not a directory");
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(directory, TestDatabase.cache(), false);
  }

  private ProcessHandle serverOfAKilledLab() throws IOException, InterruptedException {
    Process lab = LabProcess.start(directory);
    try (BufferedReader said = lab.inputReader()) {
      String line = said.readLine();
      assertThat(line).startsWith("started ");
      lab.destroyForcibly();
      assertThat(lab.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return ProcessHandle.of(Long.parseLong(line.substring("started ".length()))).orElseThrow();
    }
  }

  /** It deletes the file that names it a moment before it ends. */
  private static void requireEnded(ProcessHandle server) {
    assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(10));
  }

  private static boolean hasKept(Database database) {
    try {
      return database
          .query(ProjectId.DEFAULT, "SELECT number FROM kept", row -> Rows.integer(row, "number"))
          .equals(List.of(7));
    } catch (UnavailableException e) {
      return false;
    }
  }

  private static String ask(DatabaseUrl url, String query) throws SQLException {
    try (Connection connection = Database.connect(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static String permissions(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    return PosixFilePermissions.toString(permissions);
  }
}
