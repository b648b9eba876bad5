package dev.researchlab.adapters.clickhouse;

import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.testkit.evaluation.EvaluationStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ClickHouseEvaluationStoreIT extends EvaluationStoreContract {

  private static ClickHouseEvaluationStore store;

  @BeforeAll
  static void open() {
    store = ClickHouseEvaluationStore.open(Databases.fresh());
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Override
  protected EvaluationStore store() {
    return store;
  }
}
