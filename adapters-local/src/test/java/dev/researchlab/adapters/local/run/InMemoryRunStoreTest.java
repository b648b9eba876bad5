package dev.researchlab.adapters.local.run;

import dev.researchlab.ports.driven.run.RunStore;
import dev.researchlab.ports.testkit.run.RunStoreContract;

class InMemoryRunStoreTest extends RunStoreContract {

  private final RunStore store = new InMemoryRunStore();

  @Override
  protected RunStore store() {
    return store;
  }
}
