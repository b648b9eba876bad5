package dev.researchlab.adapters.clickhouse;

import dev.researchlab.testkit.services.ClickHouseService;
import java.util.UUID;

/** Databases for tests. */
final class Databases {

  private Databases() {}

  /** The URL of a database that is not there yet, on the server of all tests. */
  static String fresh() {
    return ClickHouseService.sharedUrl()
        + "/test_"
        + UUID.randomUUID().toString().replace('-', '_');
  }
}
