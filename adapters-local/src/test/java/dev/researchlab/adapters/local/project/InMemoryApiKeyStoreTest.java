package dev.researchlab.adapters.local.project;

import dev.researchlab.ports.driven.project.ApiKeyStore;
import dev.researchlab.ports.testkit.project.ApiKeyStoreContract;

class InMemoryApiKeyStoreTest extends ApiKeyStoreContract {

  private final ApiKeyStore store = new InMemoryApiKeyStore();

  @Override
  protected ApiKeyStore store() {
    return store;
  }
}
