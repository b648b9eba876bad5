package dev.researchlab.adapters.postgres.run;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.run.RunStore;
import dev.researchlab.ports.testkit.run.RunStoreContract;

class PostgresRunStoreIT extends RunStoreContract {

  private final RunStore store = new PostgresRunStore(TestDatabase.shared());

  @Override
  protected RunStore store() {
    return store;
  }
}
