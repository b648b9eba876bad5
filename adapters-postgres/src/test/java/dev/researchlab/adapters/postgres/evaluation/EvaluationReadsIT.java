package dev.researchlab.adapters.postgres.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.testkit.evaluation.Evaluations;
import dev.researchlab.ports.testkit.project.Projects;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the server finds its rows, which on a large run is what an answer costs. */
class EvaluationReadsIT {

  private static final int ROWS = 50_000;
  private static final int BLOCK = 5_000;

  private static final ProjectId PROJECT = Projects.fresh();
  private static final RunId RUN = new RunId(UUID.randomUUID());

  private static Database database;
  private static PostgresEvaluationStore store;

  @BeforeAll
  static void recordARun() {
    DatabaseUrl url = TestDatabase.fresh();
    database = Database.open(url);
    store = new PostgresEvaluationStore(database);
    // Plans are made for what is there before anybody has counted it, too.
    TestDatabase.execute(url, "ALTER TABLE evaluations SET (autovacuum_enabled = false)");
    List<TrialKey> trials = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      trials.add(new TrialKey("v" + i % 3, "q" + i / 3, 1));
    }
    Collections.shuffle(trials, new Random(1));
    for (int i = 0; i < ROWS; i += BLOCK) {
      store.record(
          trials.subList(i, i + BLOCK).stream()
              .map(trial -> Evaluations.answered(PROJECT, RUN, trial))
              .toList());
    }
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void pagesAndFindingReadNoMoreRowsThanTheyGive() {
    readsNoMoreRowsThanItGives();
    TestDatabase.execute(database.url(), "ANALYZE evaluations");
    readsNoMoreRowsThanItGives();
  }

  private static void readsNoMoreRowsThanItGives() {
    List<String> first = plan(PostgresEvaluationStore.FIRST_PAGE, PROJECT, RUN, 100);
    List<String> next =
        plan(PostgresEvaluationStore.NEXT_PAGE, PROJECT, RUN, "v1", "q9000", 1, 100);
    EvaluationId id = store.page(PROJECT, RUN, null, 1).getFirst().id();
    List<String> found = plan(PostgresEvaluationStore.FIND, PROJECT, id);

    assertThat(List.of(first, next, found))
        .allSatisfy(
            plan ->
                assertThat(plan)
                    .noneMatch(line -> line.contains("Seq Scan"))
                    .noneMatch(line -> line.contains("Bitmap"))
                    .noneMatch(line -> line.contains("Sort"))
                    .noneMatch(line -> line.contains("Rows Removed")));
    assertThat(List.of(first, next))
        .allSatisfy(
            plan ->
                assertThat(plan)
                    .anyMatch(
                        line ->
                            line.contains("Index Scan using evaluations_pkey")
                                && line.contains("actual rows=100")));
    assertThat(next).anyMatch(line -> line.contains("Index Cond") && line.contains("ROW("));
    assertThat(found)
        .anyMatch(line -> line.contains("Index Scan using evaluations_project_id_id_key"));
  }

  @Test
  void everyPageIsTheRightOneWhereverItLies() {
    for (int place : List.of(0, 25_000, 49_000)) {
      TrialKey after = new TrialKey("v" + place % 3, "q" + place / 3, 1);
      List<Evaluation> page = store.page(PROJECT, RUN, after, 100);

      assertThat(page).hasSize(100);
      assertThat(page)
          .extracting(Evaluation::trial)
          .isSorted()
          .allMatch(trial -> trial.compareTo(after) > 0);
    }
  }

  @Test
  void aReaderThatStopsHalfWayGivesItsConnectionBack() {
    for (int i = 0; i < 50; i++) {
      try (Stream<Evaluation> evaluations = store.stream(PROJECT, RUN)) {
        Iterator<Evaluation> reader = evaluations.iterator();
        for (int read = 0; read < i * 50; read++) {
          reader.next();
        }
      }
    }
    assertThat(store.count(PROJECT, RUN)).isEqualTo(ROWS);
  }

  @Test
  void aReaderThatFailsHalfWayGivesItsConnectionBack() {
    RuntimeException reason = new IllegalStateException("enough");
    for (int i = 0; i < 50; i++) {
      try (Stream<TrialKey> trials = store.trials(PROJECT, RUN)) {
        trials.forEach(
            trial -> {
              throw reason;
            });
      } catch (IllegalStateException e) {
        assertThat(e).isSameAs(reason).hasNoSuppressedExceptions();
      }
    }
    assertThat(store.count(PROJECT, RUN)).isEqualTo(ROWS);
  }

  @Test
  void readersAndWritersDoNotWaitForEachOther() {
    RunId other = new RunId(UUID.randomUUID());
    try (Stream<Evaluation> evaluations = store.stream(PROJECT, RUN)) {
      Iterator<Evaluation> reader = evaluations.iterator();
      int read = 0;
      while (reader.hasNext()) {
        reader.next();
        if (read++ % 10_000 == 0) {
          store.record(
              List.of(Evaluations.answered(PROJECT, other, new TrialKey("v", "q" + read, 1))));
        }
      }
      assertThat(read).isEqualTo(ROWS);
    }
    assertThat(store.count(PROJECT, other)).isEqualTo(5);
  }

  private static List<String> plan(String query, Object... parameters) {
    return database.connected(
        PROJECT,
        connection -> {
          try (PreparedStatement explain =
              connection.prepareStatement(
                  "EXPLAIN (ANALYZE, COSTS false, TIMING false) " + query)) {
            for (int i = 0; i < parameters.length; i++) {
              if (parameters[i] instanceof Integer number) {
                explain.setInt(i + 1, number);
              } else {
                explain.setString(i + 1, parameters[i].toString());
              }
            }
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = explain.executeQuery()) {
              while (rows.next()) {
                lines.add(rows.getString(1));
              }
            }
            return lines;
          }
        });
  }
}
