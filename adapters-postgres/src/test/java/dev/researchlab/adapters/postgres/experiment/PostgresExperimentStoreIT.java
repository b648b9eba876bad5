package dev.researchlab.adapters.postgres.experiment;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import dev.researchlab.ports.testkit.experiment.ExperimentStoreContract;

class PostgresExperimentStoreIT extends ExperimentStoreContract {

  private final ExperimentStore store = new PostgresExperimentStore(TestDatabase.shared());

  @Override
  protected ExperimentStore store() {
    return store;
  }
}
