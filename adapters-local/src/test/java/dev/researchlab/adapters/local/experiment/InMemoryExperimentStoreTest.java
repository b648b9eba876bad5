package dev.researchlab.adapters.local.experiment;

import dev.researchlab.ports.driven.experiment.ExperimentStore;
import dev.researchlab.ports.testkit.experiment.ExperimentStoreContract;

class InMemoryExperimentStoreTest extends ExperimentStoreContract {

  private final ExperimentStore store = new InMemoryExperimentStore();

  @Override
  protected ExperimentStore store() {
    return store;
  }
}
