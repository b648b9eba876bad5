package dev.researchlab.adapters.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.testkit.evaluation.Evaluations;
import dev.researchlab.ports.testkit.project.Projects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many rows the server reads to answer, which on a large run is what an answer costs. */
class ReadsIT {

  private static final int ROWS = 300_000;
  private static final int BLOCK = 20_000;
  private static final int GRANULE = 1_024;

  private static final AtomicLong ROWS_READ = new AtomicLong();
  private static final ProjectId PROJECT = Projects.fresh();
  private static final RunId RUN = new RunId(UUID.randomUUID());
  private static final List<Evaluation> FIRST_BLOCK = new ArrayList<>();

  private static ClickHouseEvaluationStore store;
  private static long parts;

  @BeforeAll
  static void recordARun() {
    String database = Databases.fresh();
    store = ClickHouseEvaluationStore.open(database, ROWS_READ::addAndGet);
    List<TrialKey> trials = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      trials.add(new TrialKey("v" + i % 3, "q" + i / 3, 1));
    }
    // In no order, so that every part of the table has rows of every place in the run.
    Collections.shuffle(trials, new Random(1));
    for (int i = 0; i < ROWS; i += BLOCK) {
      List<Evaluation> block =
          trials.subList(i, i + BLOCK).stream()
              .map(trial -> Evaluations.answered(PROJECT, RUN, trial))
              .toList();
      store.record(block);
      if (i == 0) {
        FIRST_BLOCK.addAll(block);
      }
    }
    ClickHouseUrl url = ClickHouseUrl.parse(database);
    try (ClickHouse clickHouse = new ClickHouse(url, rows -> {})) {
      clickHouse.execute("OPTIMIZE TABLE evaluations FINAL", Map.of(), url.database());
      parts =
          clickHouse.query(
              "SELECT count() FROM system.parts WHERE database = currentDatabase()"
                  + " AND table = 'evaluations' AND active",
              Map.of(),
              RowBinaryReader::readLong);
    }
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void aPageReadsAFewGranulesWhereverItLies() {
    for (int place : List.of(0, 150_000, 299_000)) {
      TrialKey after = new TrialKey("v" + place % 3, "q" + place / 3, 1);
      ROWS_READ.set(0);
      List<Evaluation> page = store.page(PROJECT, RUN, after, 100);

      assertThat(page).isNotEmpty();
      assertThat(ROWS_READ.get()).isBetween(1L, parts * 6 * GRANULE);
    }
  }

  @Test
  void findingReadsTheGranulesThatTheIndexNames() {
    ROWS_READ.set(0);

    assertThat(store.find(PROJECT, FIRST_BLOCK.get(7).id())).contains(FIRST_BLOCK.get(7));
    assertThat(ROWS_READ.get()).isBetween(1L, 4L * 4 * GRANULE);
  }

  @Test
  void countingReadsTheEndsOfTheRun() {
    ROWS_READ.set(0);

    assertThat(store.count(PROJECT, RUN)).isEqualTo(ROWS);
    assertThat(ROWS_READ.get()).isBetween(1L, parts * 4 * GRANULE);
  }

  @Test
  void trialsAreReadOnce() {
    ROWS_READ.set(0);
    try (Stream<TrialKey> trials = store.trials(PROJECT, RUN)) {
      assertThat(trials.distinct().count()).isEqualTo(ROWS);
    }

    assertThat(ROWS_READ.get()).isBetween((long) ROWS, (long) ROWS + ROWS / 5);
  }

  @Test
  void lookingForOneTrialReadsAFewGranules() {
    ROWS_READ.set(0);
    store.record(List.of(FIRST_BLOCK.getFirst()));

    assertThat(ROWS_READ.get()).isBetween(1L, parts * 4 * GRANULE);
    assertThat(store.count(PROJECT, RUN)).isEqualTo(ROWS);
  }
}
