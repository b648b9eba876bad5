package dev.researchlab.adapters.local.project;

import dev.researchlab.ports.driven.project.ProjectStore;
import dev.researchlab.ports.testkit.project.ProjectStoreContract;
import java.time.Instant;

class InMemoryProjectStoreTest extends ProjectStoreContract {

  private final ProjectStore store = new InMemoryProjectStore(Instant.EPOCH);

  @Override
  protected ProjectStore store() {
    return store;
  }
}
