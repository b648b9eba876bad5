package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the embedded default survives: the end of the lab, of its database, and of the disk. */
@Timeout(300)
class CrashIT {

  private static final int CONCURRENCY = 100;

  /** Evaluations that wait for their block, see the engine's recorder. */
  private static final int BLOCK = 500;

  @TempDir private Path folder;
  private Map<String, String> environment;

  @BeforeEach
  void useADirectoryOfItsOwn() {
    environment = Map.of(Settings.DATA_DIR, folder.resolve("data").toString());
  }

  /** A lab that was killed leaves its database running; the next one takes it over and ends it. */
  @AfterEach
  void endTheDatabase() throws Exception {
    try (LabProcess lab = LabProcess.start(folder, environment, "runs")) {
      lab.await();
    }
  }

  @Test
  void losesNothingAndStoresNothingTwiceWhenItIsKilledAgainAndAgain() throws Exception {
    int trials = 20_000;
    int kills = 20;
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (SlowQuestions questions = questions(trials, 5)) {
      Path experiment = questions.experiment();
      long asked = 0;
      String[] command = {"run", experiment.toString()};
      for (int kill = 0; kill < kills; kill++) {
        try (LabProcess lab = LabProcess.start(folder, environment, command)) {
          asked += 1 + random.nextInt(trials / kills);
          questions.awaitAnswered(lab, asked);
          asked = questions.answered();
        }
        command = new String[] {"resume", "latest"};
      }
      List<JsonNode> evaluations = resumed("seed " + seed);

      assertThat(
              evaluations.stream()
                  .map(evaluation -> evaluation.get("sample_id").asString())
                  .distinct()
                  .count())
          .as("each sample once, seed %d", seed)
          .isEqualTo(trials);
      assertThat(evaluations).as("none twice, seed %d", seed).hasSize(trials);
      assertThat(questions.answered())
          .as("calls in flight and one block are paid again at each kill, seed %d", seed)
          .isLessThanOrEqualTo(trials + (long) kills * (CONCURRENCY + BLOCK));
    }
  }

  @Test
  void goesOnWhenItsDatabaseIsKilled() throws Exception {
    int trials = 5_000;
    try (SlowQuestions questions = questions(trials, 20);
        LabProcess lab =
            LabProcess.start(folder, environment, "run", questions.experiment().toString())) {
      for (int kill = 1; kill <= 2; kill++) {
        questions.awaitAnswered(lab, kill * 1_500L);
        long server = Long.parseLong(Files.readAllLines(pidFile()).getFirst().strip());
        assertThat(ProcessHandle.of(server).orElseThrow().destroyForcibly()).isTrue();
      }

      assertThat(lab.await()).as(lab.err()).isEqualTo(ExitCode.DONE);
      assertThat(questions.answered()).as("nobody was asked twice").isEqualTo(trials);
    }
    assertThat(resumed("")).hasSize(trials);
  }

  @Test
  void refusesASecondLabOnTheSameDirectoryInOneLine() throws Exception {
    try (SlowQuestions questions = questions(100_000, 100);
        LabProcess first =
            LabProcess.start(folder, environment, "run", questions.experiment().toString())) {
      questions.awaitAnswered(first, 1);
      try (LabProcess second = LabProcess.start(folder, environment, "runs")) {
        assertThat(second.await()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(second.err().lines())
            .singleElement()
            .asString()
            .contains("in use by another lab", Settings.DATA_DIR);
      }
    }
  }

  @Test
  void keepsWhatIsStoredWhenTheDiskIsFull() throws Exception {
    List<String> inAnotherDisk = List.of("unshare", "-Urm", "sh", "-c");
    Assumptions.assumeThat(exitCode(inAnotherDisk, "mount -t tmpfs tmpfs /mnt"))
        .as("a small disk can be mounted here")
        .isZero();
    Path data = Files.createDirectories(folder.resolve("data"));
    try (SlowQuestions questions = questions(20_000, 5)) {
      Path experiment = questions.experiment();
      Path results = folder.resolve("results");
      List<String> command = new ArrayList<>(inAnotherDisk);
      // A first run fits; during the second the disk is filled; after it there is room again.
      command.add(
          """
          mount -t tmpfs -o size=150m tmpfs %1$s
          %2$s run %3$s --set dataset.limit=1000 --format json > %5$s/first.json || exit 3
          (sleep 2; dd if=/dev/zero of=%1$s/filler bs=64k) 2> /dev/null &
          timeout -s INT 25 %2$s run %3$s --set concurrency=20 > /dev/null 2> %5$s/full.txt
          echo $? > %5$s/full.code
          rm %1$s/filler
          %2$s runs > %5$s/runs.txt || exit 4
          %2$s resume latest --format json --out %4$s > /dev/null || exit 5
          """
              .formatted(data, LabProcess.launcher(), experiment, results, folder));
      try (LabProcess lab = LabProcess.start(folder, environment, command)) {
        assertThat(lab.await()).as(lab.err()).isZero();
      }

      assertThat(Files.readString(folder.resolve("full.txt")))
          .contains("no space left")
          .doesNotContain("\tat ");
      assertThat(Files.readString(folder.resolve("full.code")).strip()).isNotEqualTo("0");
      assertThat(Files.readString(folder.resolve("runs.txt"))).contains("1,000");
      assertThat(Files.readAllLines(results.resolve("evaluations.jsonl"))).hasSize(20_000);
    }
  }

  private static int exitCode(List<String> command, String script)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(command);
    whole.add(script);
    return new ProcessBuilder(whole)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private SlowQuestions questions(int samples, int latencyMillis) throws IOException {
    return SlowQuestions.in(folder, samples, CONCURRENCY, Duration.ofMillis(latencyMillis), 0);
  }

  private Path pidFile() {
    return folder.resolve("data/postgres/postmaster.pid");
  }

  /** The evaluations of the latest run after its end. */
  private List<JsonNode> resumed(String why) throws IOException, InterruptedException {
    Path results = folder.resolve("results");
    try (LabProcess lab =
        LabProcess.start(
            folder, environment, "resume", "latest", "--format", "json", "--out", results + "")) {
      assertThat(lab.await()).as("%s %s", lab.err(), why).isEqualTo(ExitCode.DONE);
      assertThat(lab.json().get("status").asString()).isEqualTo("completed");
    }
    JsonMapper json = JsonMapper.builder().build();
    return Files.readAllLines(results.resolve("evaluations.jsonl")).stream()
        .map(json::readTree)
        .toList();
  }
}
