package dev.researchlab.adapters.postgres.request;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.request.RequestStore;
import dev.researchlab.ports.testkit.request.RequestStoreContract;

class PostgresRequestStoreIT extends RequestStoreContract {

  private final RequestStore store = new PostgresRequestStore(TestDatabase.shared());

  @Override
  protected RequestStore store() {
    return store;
  }
}
