package dev.researchlab.adapters.postgres.database;

import dev.researchlab.domain.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and who asks; its text never shows the password.
 *
 * @param options of the driver, such as {@code sslmode}
 */
public record DatabaseUrl(
    String host,
    int port,
    String database,
    @Nullable String user,
    @Nullable String password,
    Map<String, String> options) {

  private static final int DEFAULT_PORT = 5432;
  private static final String FORM =
      "must have the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE";

  public DatabaseUrl {
    options = Map.copyOf(options);
  }

  /**
   * Reads {@code postgresql://}, {@code postgres://} and {@code jdbc:postgresql://} URLs.
   *
   * @throws InvalidException if the text is none; the message does not repeat it, as it may hold a
   *     password
   */
  public static DatabaseUrl parse(String text) {
    String url = text.strip();
    if (url.startsWith("jdbc:")) {
      url = url.substring("jdbc:".length());
    }
    if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
      throw new InvalidException(FORM);
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new InvalidException(
          FORM + "; a special character in user or password is written as %XX");
    }
    String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    if (uri.getHost() == null || database.isEmpty() || database.contains("/")) {
      throw new InvalidException(FORM);
    }
    Map<String, String> options = options(uri.getRawQuery());
    String user = options.remove("user");
    String password = options.remove("password");
    String userInfo = uri.getRawUserInfo();
    if (userInfo != null) {
      int colon = userInfo.indexOf(':');
      user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
      password = colon < 0 ? password : decode(userInfo.substring(colon + 1));
    }
    return new DatabaseUrl(
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        database,
        user,
        password,
        options);
  }

  private static Map<String, String> options(@Nullable String query) {
    Map<String, String> options = new LinkedHashMap<>();
    if (query != null) {
      for (String option : query.split("&", -1)) {
        String[] parts = option.split("=", 2);
        if (parts.length < 2) {
          throw new InvalidException(FORM + "?OPTION=VALUE; the option '" + option + "' has none");
        }
        options.put(decode(parts[0]), decode(parts[1]));
      }
    }
    return options;
  }

  private static String decode(String encoded) {
    // A plus sign is itself here, unlike in forms.
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The same place with another database. */
  public DatabaseUrl withDatabase(String name) {
    return new DatabaseUrl(host, port, name, user, password, options);
  }

  /** The same database for another user. */
  public DatabaseUrl withUser(String name, String secret) {
    return new DatabaseUrl(host, port, database, name, secret, options);
  }

  /** For the driver, without user and password. */
  String jdbc() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database.replace(" ", "%20"));
  }

  /** For people: where and who, never the password. */
  @Override
  public String toString() {
    return "postgresql://%s@%s:%d/%s"
        .formatted(Objects.requireNonNullElse(user, "(nobody)"), host, port, database);
  }
}
