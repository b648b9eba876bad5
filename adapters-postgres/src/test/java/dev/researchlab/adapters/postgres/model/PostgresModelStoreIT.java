package dev.researchlab.adapters.postgres.model;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.model.ModelStore;
import dev.researchlab.ports.testkit.model.ModelStoreContract;

class PostgresModelStoreIT extends ModelStoreContract {

  private final ModelStore store = new PostgresModelStore(TestDatabase.shared());

  @Override
  protected ModelStore store() {
    return store;
  }
}
