package dev.researchlab.adapters.postgres.project;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.project.ApiKeyStore;
import dev.researchlab.ports.testkit.project.ApiKeyStoreContract;

class PostgresApiKeyStoreIT extends ApiKeyStoreContract {

  private final ApiKeyStore store = new PostgresApiKeyStore(TestDatabase.shared());

  @Override
  protected ApiKeyStore store() {
    return store;
  }
}
