package dev.researchlab.bootstrap;

import dev.researchlab.adapters.s3.S3Settings;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says of where the lab keeps things; everything left out is the embedded
 * default.
 *
 * @param dataDirectory of the embedded default
 * @param cacheDirectory where programs are unpacked to, shared by all data directories
 * @param prices a file of prices that win over those of the lab
 * @param port on which the service listens
 */
record Settings(
    Path dataDirectory,
    Path cacheDirectory,
    @Nullable String databaseUrl,
    @Nullable String clickHouseUrl,
    @Nullable String bucket,
    @Nullable String s3Endpoint,
    @Nullable String s3Region,
    @Nullable String prices,
    int port) {

  static final String DATA_DIR = "LLM_RESEARCH_DATA_DIR";
  static final String DATABASE_URL = "LLM_RESEARCH_DATABASE_URL";
  static final String CLICKHOUSE_URL = "LLM_RESEARCH_CLICKHOUSE_URL";
  static final String S3_BUCKET = "LLM_RESEARCH_S3_BUCKET";
  static final String S3_ENDPOINT = "LLM_RESEARCH_S3_ENDPOINT";
  static final String S3_REGION = "LLM_RESEARCH_S3_REGION";
  static final String PRICES = "LLM_RESEARCH_PRICES";

  static final String PORT = "LLM_RESEARCH_PORT";

  private static final int DEFAULT_PORT = 3000;
  private static final String PREFIX = "LLM_RESEARCH_";
  private static final String S3 = PREFIX + "S3_";
  private static final String OF_TESTS = "LLM_RESEARCH_TEST_";
  private static final Set<String> KNOWN =
      Set.of(
          DATA_DIR,
          DATABASE_URL,
          CLICKHOUSE_URL,
          S3_BUCKET,
          S3_ENDPOINT,
          S3_REGION,
          PRICES,
          PORT,
          // Of the service; a machine that runs it may call the command line as well.
          PREFIX + "LOG_LEVEL");

  /**
   * Reads environment variables; an empty one counts as not set.
   *
   * @throws InvalidException if there is one with our prefix that we do not know
   */
  static Settings of(Map<String, String> environment) {
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !name.startsWith(OF_TESTS) && !KNOWN.contains(name)) {
        throw new InvalidException(
            "the environment variable %s is not known%s"
                .formatted(
                    name,
                    NearestName.of(name, KNOWN)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; unset it")));
      }
    }
    Path home = Path.of(System.getProperty("user.home"));
    Path data =
        value(environment, DATA_DIR)
            .map(Settings::directory)
            .orElseGet(
                () ->
                    value(environment, "XDG_DATA_HOME")
                        .map(Path::of)
                        .orElse(home.resolve(".local/share"))
                        .resolve("research-lab"));
    Path cache = value(environment, "XDG_CACHE_HOME").map(Path::of).orElse(home.resolve(".cache"));
    return new Settings(
        data.toAbsolutePath().normalize(),
        cache.resolve("research-lab"),
        value(environment, DATABASE_URL).orElse(null),
        value(environment, CLICKHOUSE_URL).orElse(null),
        value(environment, S3_BUCKET).orElse(null),
        value(environment, S3_ENDPOINT).orElse(null),
        value(environment, S3_REGION).orElse(null),
        value(environment, PRICES).orElse(null),
        value(environment, PORT).map(Settings::port).orElse(DEFAULT_PORT));
  }

  /** Where the bucket is; who asks, Amazon's own variables say. */
  S3Settings s3(String inBucket) {
    try {
      return new S3Settings(
          inBucket, s3Endpoint == null ? null : new URI(s3Endpoint), s3Region, null);
    } catch (URISyntaxException e) {
      throw new InvalidException(S3_ENDPOINT, "must have the form http://HOST:PORT");
    } catch (InvalidException e) {
      throw new InvalidException(S3 + e.path().toUpperCase(Locale.ROOT), e.problem(), e);
    }
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidException(PORT, "must be a port, 0 to 65535, not '" + text + "'");
    }
  }

  private static Path directory(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidException(DATA_DIR + " is not a path: " + e.getMessage(), e);
    }
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }
}
