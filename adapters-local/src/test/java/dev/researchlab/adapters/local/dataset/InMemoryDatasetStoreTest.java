package dev.researchlab.adapters.local.dataset;

import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.testkit.dataset.DatasetStoreContract;

class InMemoryDatasetStoreTest extends DatasetStoreContract {

  private final DatasetStore store = new InMemoryDatasetStore();

  @Override
  protected DatasetStore store() {
    return store;
  }
}
