package dev.researchlab.testkit.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The engine of ClickHouse as a library. */
final class ClickHouseLibrary {

  private static final NpmPackage PACKAGE =
      new NpmPackage(
          "@chdb/lib-linux-x64-gnu",
          "26.7.3-stable.1",
          "XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==");

  /** The environment variable that names a server to be used instead. */
  static final String EXTERNAL = "LLM_RESEARCH_TEST_CLICKHOUSE_URL";

  private ClickHouseLibrary() {}

  /** The file, which is fetched if it is not there yet: 178 MB to load, 566 MB on disk. */
  static Path fetch() throws IOException, InterruptedException {
    try {
      return PACKAGE.fetch("clickhouse", "libchdb.so", List.of()).resolve("libchdb.so");
    } catch (IOException e) {
      throw new IOException(
          e.getMessage() + "; or name a server by the environment variable " + EXTERNAL, e);
    }
  }
}
