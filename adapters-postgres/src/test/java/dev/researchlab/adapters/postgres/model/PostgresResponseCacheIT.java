package dev.researchlab.adapters.postgres.model;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.model.ResponseCache;
import dev.researchlab.ports.testkit.model.ResponseCacheContract;

class PostgresResponseCacheIT extends ResponseCacheContract {

  private final ResponseCache cache = new PostgresResponseCache(TestDatabase.shared());

  @Override
  protected ResponseCache cache() {
    return cache;
  }
}
