package dev.researchlab.bootstrap;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.researchlab.adapters.http.ServiceSettings;
import dev.researchlab.adapters.s3.S3Settings;
import dev.researchlab.domain.InvalidException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, read; everything left out is the embedded default.
 *
 * @param configuration that was read
 * @param dataDirectory of the embedded default
 * @param cacheDirectory where programs are unpacked to, shared by all data directories
 * @param prices a file of prices that win over those of the lab
 * @param service how the service listens
 * @param otlpEndpoint where traces go, null for nowhere
 * @param server the lab to work with, null for that of this machine
 * @param serverKey the secret of an API key of that lab
 */
record Settings(
    Configuration configuration,
    Path dataDirectory,
    Path cacheDirectory,
    @Nullable String databaseUrl,
    @Nullable String clickHouseUrl,
    @Nullable String bucket,
    @Nullable String s3Endpoint,
    @Nullable String s3Region,
    @Nullable String prices,
    ServiceSettings service,
    LogSettings log,
    @Nullable URI otlpEndpoint,
    @Nullable URI server,
    @Nullable String serverKey) {

  static final String DATA_DIR = "LLM_RESEARCH_DATA_DIR";
  static final String DATABASE_URL = "LLM_RESEARCH_DATABASE_URL";
  static final String CLICKHOUSE_URL = "LLM_RESEARCH_CLICKHOUSE_URL";
  static final String S3_BUCKET = "LLM_RESEARCH_S3_BUCKET";
  static final String S3_ENDPOINT = "LLM_RESEARCH_S3_ENDPOINT";
  static final String PRICES = "LLM_RESEARCH_PRICES";

  /** Reads values, and keeps what is wrong with each. */
  private record Reader(Configuration configuration, List<String> problems) {

    @Nullable String text(String key) {
      return configuration.value(key).text();
    }

    <T> @Nullable T read(String key, String expected, Function<String, T> parse) {
      Configuration.Value value = configuration.value(key);
      String text = value.text();
      if (text == null) {
        return null;
      }
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        problems.add("%s: must be %s, not '%s'".formatted(value.place(), expected, text));
        return null;
      }
    }

    /** Of a key that has a default, which an empty value does not take away. */
    private <T> T required(String key, String expected, Function<String, T> parse, T other) {
      Configuration.Value value = configuration.value(key);
      if (value.text() == null) {
        problems.add("%s: must be %s, and is empty".formatted(value.place(), expected));
      }
      return Objects.requireNonNullElse(read(key, expected, parse), other);
    }

    long number(String key, long least, long most) {
      String expected = "a whole number from %d to %d".formatted(least, most);
      return required(key, expected, text -> within(Long.parseLong(text), least, most), least);
    }

    int smallNumber(String key, int least, int most) {
      return (int) number(key, least, most);
    }

    private static long within(long number, long least, long most) {
      if (number < least || number > most) {
        throw new IllegalArgumentException();
      }
      return number;
    }

    @Nullable Integer portOrNull(String key) {
      return read(
          key, "a port, 0 to 65535", text -> (int) within(Integer.parseInt(text), 0, 65_535));
    }

    String oneOf(String key, Set<String> words) {
      String expected = "one of " + String.join(", ", words.stream().sorted().toList());
      Function<String, String> parse =
          text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (!words.contains(word)) {
              throw new IllegalArgumentException();
            }
            return word;
          };
      return required(key, expected, parse, "");
    }
  }

  /**
   * Reads the files of the configuration and these variables.
   *
   * @throws InvalidException if a key is not known or a value is bad, with a line for each
   */
  static Settings of(Map<String, String> environment) {
    return of(Configuration.of(environment));
  }

  /**
   * Reads that configuration.
   *
   * @throws InvalidException if a value is bad, with a line for each
   */
  static Settings of(Configuration configuration) {
    Reader reader = new Reader(configuration, new ArrayList<>());
    Path data = reader.read("data_dir", "a path", Settings::path);
    Path home = Path.of(System.getProperty("user.home"));
    Settings settings =
        new Settings(
            configuration,
            (data == null
                    ? directory(configuration, "XDG_DATA_HOME", home.resolve(".local/share"))
                        .resolve("research-lab")
                    : data)
                .toAbsolutePath()
                .normalize(),
            directory(configuration, "XDG_CACHE_HOME", home.resolve(".cache"))
                .resolve("research-lab"),
            reader.text("database_url"),
            reader.text("clickhouse_url"),
            reader.text("s3_bucket"),
            reader.text("s3_endpoint"),
            reader.text("s3_region"),
            reader.text("prices"),
            service(reader),
            new LogSettings(
                reader.oneOf("log_level", LogSettings.LEVELS),
                reader.oneOf("log_format", LogSettings.FORMATS),
                reader.oneOf("access_log", Set.of("true", "false")).equals("true")),
            reader.read("otlp_endpoint", "a URL such as http://127.0.0.1:4318", Settings::url),
            reader.read("server", "a URL such as http://127.0.0.1:3000", Settings::url),
            reader.text("server_key"));
    if (!reader.problems().isEmpty()) {
      throw new InvalidException(String.join("\n", reader.problems()));
    }
    return settings;
  }

  private static ServiceSettings service(Reader reader) {
    InetAddress address =
        reader.required(
            "host",
            "an address of this machine",
            Settings::address,
            InetAddress.getLoopbackAddress());
    return new ServiceSettings(
        address,
        reader.smallNumber("port", 0, 65_535),
        reader.portOrNull("admin_port"),
        reader.oneOf("authentication", Set.of("none", "api_key")).equals("api_key"),
        reader.smallNumber("max_body_bytes", 1_024, 1 << 30),
        reader.number("max_upload_bytes", 1_024, Long.MAX_VALUE),
        Math.min(reader.smallNumber("max_connections", 1, 1_000_000), mostConnections()),
        Duration.ofSeconds(reader.number("request_timeout_seconds", 1, 3_600)),
        Duration.ofSeconds(reader.number("shutdown_grace_seconds", 0, 3_600)));
  }

  /**
   * Without a file for the next connection a listener listens no more: some are left for all else.
   */
  private static int mostConnections() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? Math.clamp(system.getMaxFileDescriptorCount() / 4 * 3, 1, Integer.MAX_VALUE)
        : Integer.MAX_VALUE;
  }

  private static Path directory(Configuration configuration, String variable, Path other) {
    String text = configuration.foreign(variable);
    return text == null ? other : Path.of(text);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
      throw new IllegalArgumentException();
    }
    return url;
  }

  /** The failure of what that key names, at the place where it was set. */
  InvalidException at(String key, InvalidException failure) {
    return failure.in(configuration.value(key).place());
  }

  /** Where the bucket is; who asks, Amazon's own variables say. */
  S3Settings s3(String inBucket) {
    try {
      return new S3Settings(
          inBucket, s3Endpoint == null ? null : new URI(s3Endpoint), s3Region, null);
    } catch (URISyntaxException e) {
      throw at("s3_endpoint", new InvalidException("must have the form http://HOST:PORT"));
    } catch (InvalidException e) {
      throw new InvalidException(configuration.value("s3_" + e.path()).place(), e.problem(), e);
    }
  }
}
