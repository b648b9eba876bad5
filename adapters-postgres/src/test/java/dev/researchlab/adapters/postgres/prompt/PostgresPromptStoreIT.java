package dev.researchlab.adapters.postgres.prompt;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.prompt.PromptStore;
import dev.researchlab.ports.testkit.prompt.PromptStoreContract;

class PostgresPromptStoreIT extends PromptStoreContract {

  private final PromptStore store = new PostgresPromptStore(TestDatabase.shared());

  @Override
  protected PromptStore store() {
    return store;
  }
}
