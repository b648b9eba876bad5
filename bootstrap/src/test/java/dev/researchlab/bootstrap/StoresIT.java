package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.adapters.postgres.embedded.EmbeddedPostgres;
import dev.researchlab.testkit.services.ClickHouseService;
import dev.researchlab.testkit.services.S3Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line on servers: PostgreSQL, ClickHouse and S3, each of which may go and come back.
 */
@Timeout(300)
class StoresIT {

  private static final String BUCKET = "research-lab";
  private static final int TRIALS = 6_000;

  @TempDir private static Path ofServers;
  @TempDir private Path folder;
  private static EmbeddedPostgres postgres;
  private static ClickHouseService clickHouse;
  private static S3Service s3;
  private Map<String, String> servers;
  private Map<String, String> embedded;

  @BeforeAll
  static void startServers() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "research-lab");
    postgres = EmbeddedPostgres.start(ofServers.resolve("postgres"), cache);
    clickHouse = ClickHouseService.start();
    s3 = S3Service.start();
    s3.createBucket(BUCKET);
  }

  @AfterAll
  static void endServers() {
    s3.close();
    clickHouse.close();
    postgres.close();
  }

  @BeforeEach
  void nameThem() {
    DatabaseUrl database = postgres.url();
    servers = new HashMap<>();
    servers.put(Settings.DATA_DIR, folder.resolve("unused").toString());
    servers.put(
        Settings.DATABASE_URL,
        "postgres://%s:%s@%s:%d/%s"
            .formatted(
                database.user(),
                database.password(),
                database.host(),
                database.port(),
                database.database()));
    servers.put(Settings.CLICKHOUSE_URL, clickHouse.url());
    servers.put(Settings.S3_BUCKET, BUCKET);
    servers.put(Settings.S3_ENDPOINT, s3.endpoint().toString());
    servers.put("AWS_ACCESS_KEY_ID", s3.accessKey());
    servers.put("AWS_SECRET_ACCESS_KEY", s3.secretKey());
    embedded = Map.of(Settings.DATA_DIR, folder.resolve("data").toString());
  }

  @Test
  void outlastsEachServerAndMovesFromALaptopToServersByABackup() throws Exception {
    Path backup = folder.resolve("backup.zip");
    try (SlowQuestions questions = questions(1_000, 1)) {
      done(embedded, "run", questions.experiment().toString());
    }
    assertThat(done(embedded, "backup", backup.toString()).out())
        .contains("1 runs, 1,000 evaluations and 1 blobs");
    assertThat(done(servers, "restore", backup.toString()).out())
        .contains("1 runs, 1,000 evaluations and 1 blobs");

    done(embedded, "show", "latest", "--out", folder.resolve("before").toString());
    done(servers, "show", "latest", "--out", folder.resolve("after").toString());
    for (String file : List.of("evaluations.jsonl", "summary.json", "manifest.json")) {
      assertThat(folder.resolve("after").resolve(file))
          .hasSameTextualContentAs(folder.resolve("before").resolve(file));
    }
    refuses(servers, 2, "holds something already", "restore", backup.toString());
    Files.write(backup, Arrays.copyOf(Files.readAllBytes(backup), 5_000));
    refuses(
        Map.of(Settings.DATA_DIR, folder.resolve("new").toString()),
        2,
        "not a whole backup",
        "restore",
        backup.toString());

    outlastsEachServer();
  }

  private void outlastsEachServer() throws Exception {
    try (SlowQuestions questions = questions(TRIALS, 20);
        LabProcess lab =
            LabProcess.start(folder, servers, "run", questions.experiment().toString())) {
      questions.awaitAnswered(lab, 1_000);
      clickHouse.kill();
      awaitWaiting(lab, "ClickHouse");
      clickHouse.restart();

      questions.awaitAnswered(lab, 2_500);
      assertThat(postgres.process().orElseThrow().destroyForcibly()).isTrue();
      s3.pause();
      awaitWaiting(lab, "the S3 service");
      s3.resume();

      assertThat(lab.await()).as(lab.err()).isZero();
      assertThat(questions.answered()).as("nobody was asked twice").isEqualTo(TRIALS);
    }
    assertThat(done(servers, "runs").out()).contains("completed", "6,000");
  }

  @Test
  void diagnosesWhatIsWrong() throws Exception {
    assertThat(done(servers, "doctor").out()).contains("PostgreSQL 18", "ClickHouse", BUCKET);

    Map<String, String> wrong = new HashMap<>(servers);
    wrong.computeIfPresent(
        Settings.DATABASE_URL, (name, url) -> url.replaceFirst(":[^@/]+@", ":wrong@"));
    wrong.put(Settings.CLICKHOUSE_URL, "http://127.0.0.1:9");
    wrong.put(Settings.S3_BUCKET, "missing");
    try (LabProcess lab = LabProcess.start(folder, wrong, "doctor")) {
      assertThat(lab.await()).isEqualTo(1);
      assertThat(lab.out())
          .contains("check user and password", "does not answer", "missing")
          .doesNotContain("wrong", s3.secretKey());
      assertThat(lab.err()).isEmpty();
    }
    wrong.put(Settings.DATABASE_URL, "mysql://localhost/lab");
    refuses(wrong, 2, Settings.DATABASE_URL + ": must have the form postgresql://", "runs");
  }

  private LabProcess done(Map<String, String> environment, String... arguments) throws Exception {
    LabProcess lab = LabProcess.start(folder, environment, arguments);
    assertThat(lab.await()).as(lab.err()).isZero();
    return lab;
  }

  private void refuses(
      Map<String, String> environment, int exitCode, String why, String... arguments)
      throws Exception {
    try (LabProcess lab = LabProcess.start(folder, environment, arguments)) {
      assertThat(lab.await()).isEqualTo(exitCode);
      assertThat(lab.err().lines()).singleElement().asString().contains(why);
    }
  }

  private SlowQuestions questions(int samples, int latencyMillis) throws IOException {
    // Some 3 MB for the longer run, which reads its questions in pieces of 1 MB while it goes on.
    return SlowQuestions.in(folder, samples, 20, Duration.ofMillis(latencyMillis), 500);
  }

  /** A run that waits for a store says so in its next line of progress. */
  private static void awaitWaiting(LabProcess lab, String store) throws Exception {
    while (!lab.err().contains("waiting: " + store)) {
      lab.requireAlive();
      Thread.sleep(50);
    }
  }
}
