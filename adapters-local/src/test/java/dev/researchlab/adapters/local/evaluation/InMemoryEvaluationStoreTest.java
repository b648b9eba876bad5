package dev.researchlab.adapters.local.evaluation;

import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.testkit.evaluation.EvaluationStoreContract;

class InMemoryEvaluationStoreTest extends EvaluationStoreContract {

  private final EvaluationStore store = new InMemoryEvaluationStore();

  @Override
  protected EvaluationStore store() {
    return store;
  }
}
