package dev.researchlab.adapters.postgres.project;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.project.ProjectStore;
import dev.researchlab.ports.testkit.project.ProjectStoreContract;

class PostgresProjectStoreIT extends ProjectStoreContract {

  private final ProjectStore store = new PostgresProjectStore(TestDatabase.shared());

  @Override
  protected ProjectStore store() {
    return store;
  }
}
