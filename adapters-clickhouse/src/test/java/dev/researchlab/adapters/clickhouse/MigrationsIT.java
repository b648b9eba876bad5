package dev.researchlab.adapters.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.evaluation.Evaluations;
import dev.researchlab.ports.testkit.project.Projects;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class MigrationsIT {

  private final String database = Databases.fresh();
  private final ProjectId project = Projects.fresh();
  private final RunId run = new RunId(UUID.randomUUID());

  @Test
  void keepsWhatIsThereWhenItIsOpenedAgain() {
    try (ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(database)) {
      store.record(Evaluations.answered(project, run, 3));
    }
    try (ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(database)) {
      assertThat(store.count(project, run)).isEqualTo(3);
    }
  }

  @Test
  void letsSeveralStartAtTheSameMoment() throws InterruptedException, ExecutionException {
    Race.run(
        6,
        racer ->
            () -> {
              try (ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(database)) {
                return store.count(project, run);
              }
            });

    try (ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(database)) {
      store.record(Evaluations.answered(project, run, 3));
      assertThat(store.count(project, run)).isEqualTo(3);
    }
  }

  @Test
  void completesWhatWasInterruptedAfterAnyStatement() {
    ClickHouseUrl url = ClickHouseUrl.parse(database);
    try (ClickHouse clickHouse = new ClickHouse(url, rows -> {})) {
      clickHouse.execute(
          "CREATE DATABASE {database:Identifier}", Map.of("database", url.database()), "system");
      for (String statement : Migrations.statements("1-evaluations.sql")) {
        clickHouse.execute(statement, Map.of(), url.database());
      }

      // The schema is there, and nothing says so.
      Migrations.run(clickHouse, url.database());

      assertThat(version(clickHouse)).isEqualTo(1);
    }
    try (ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(database)) {
      store.record(Evaluations.answered(project, run, 3));
      assertThat(store.count(project, run)).isEqualTo(3);
    }
  }

  @Test
  void refusesTheDatabaseOfANewerProgram() {
    ClickHouseUrl url = ClickHouseUrl.parse(database);
    try (ClickHouse clickHouse = new ClickHouse(url, rows -> {})) {
      Migrations.run(clickHouse, url.database());
      clickHouse.execute(
          "INSERT INTO schema_migrations (version) SELECT 7", Map.of(), url.database());

      assertThatExceptionOfType(InvalidException.class)
          .isThrownBy(() -> ClickHouseEvaluationStore.open(database))
          .withMessage(
              "the ClickHouse database '"
                  + url.database()
                  + "' has schema version 7, and this program knows versions up to 1: use the"
                  + " program that made it, or another database");
    }
  }

  private static long version(ClickHouse clickHouse) {
    return clickHouse.query(
        "SELECT max(version) FROM schema_migrations", Map.of(), RowBinaryReader::readLong);
  }
}
