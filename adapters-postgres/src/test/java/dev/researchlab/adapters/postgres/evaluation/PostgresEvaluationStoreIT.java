package dev.researchlab.adapters.postgres.evaluation;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.testkit.evaluation.EvaluationStoreContract;

class PostgresEvaluationStoreIT extends EvaluationStoreContract {

  private final EvaluationStore store = new PostgresEvaluationStore(TestDatabase.shared());

  @Override
  protected EvaluationStore store() {
    return store;
  }
}
