package dev.researchlab.adapters.local.prompt;

import dev.researchlab.ports.driven.prompt.PromptStore;
import dev.researchlab.ports.testkit.prompt.PromptStoreContract;

class InMemoryPromptStoreTest extends PromptStoreContract {

  private final PromptStore store = new InMemoryPromptStore();

  @Override
  protected PromptStore store() {
    return store;
  }
}
