package dev.researchlab.adapters.local.request;

import dev.researchlab.ports.driven.request.RequestStore;
import dev.researchlab.ports.testkit.request.RequestStoreContract;

class InMemoryRequestStoreTest extends RequestStoreContract {

  private final RequestStore store = new InMemoryRequestStore();

  @Override
  protected RequestStore store() {
    return store;
  }
}
