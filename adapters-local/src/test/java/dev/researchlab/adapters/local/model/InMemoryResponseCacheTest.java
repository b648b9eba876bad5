package dev.researchlab.adapters.local.model;

import dev.researchlab.ports.driven.model.ResponseCache;
import dev.researchlab.ports.testkit.model.ResponseCacheContract;

class InMemoryResponseCacheTest extends ResponseCacheContract {

  private final ResponseCache cache = new InMemoryResponseCache();

  @Override
  protected ResponseCache cache() {
    return cache;
  }
}
