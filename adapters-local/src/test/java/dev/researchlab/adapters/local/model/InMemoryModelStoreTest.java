package dev.researchlab.adapters.local.model;

import dev.researchlab.ports.driven.model.ModelStore;
import dev.researchlab.ports.testkit.model.ModelStoreContract;

class InMemoryModelStoreTest extends ModelStoreContract {

  private final ModelStore store = new InMemoryModelStore();

  @Override
  protected ModelStore store() {
    return store;
  }
}
