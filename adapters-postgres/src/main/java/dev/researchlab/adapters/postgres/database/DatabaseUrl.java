package dev.researchlab.adapters.postgres.database;

import dev.researchlab.domain.InvalidException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern FORM =
      Pattern.compile(
          "(?:jdbc:)?postgres(?:ql)?://"
              + "(?:(?<user>[^:@/?#]+)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<host>[^,:@/?#%\\[\\]\\s]+|\\[[0-9a-fA-F:.]+])(?::(?<port>\\d{1,5}))?"
              + "/(?<database>[^/?#]+)(?:\\?(?<options>[^#]*))?");
  private static final String DEFAULT_PORT = "5432";
  private static final int HIGHEST_PORT = 65_535;

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
    Matcher url = FORM.matcher(text.strip());
    if (!url.matches()) {
      throw wrongForm();
    }
    int port = Integer.parseInt(Objects.requireNonNullElse(url.group("port"), DEFAULT_PORT));
    if (port < 1 || port > HIGHEST_PORT) {
      throw wrongForm();
    }
    Map<String, String> options = options(url.group("options"));
    String user = options.remove("user");
    String password = options.remove("password");
    if (url.group("user") != null) {
      user = decode(url.group("user"));
    }
    if (url.group("password") != null) {
      password = decode(url.group("password"));
    }
    return new DatabaseUrl(
        url.group("host"), port, decode(url.group("database")), user, password, options);
  }

  private static Map<String, String> options(@Nullable String text) {
    Map<String, String> options = new LinkedHashMap<>();
    if (text != null && !text.isEmpty()) {
      for (String option : text.split("&", -1)) {
        String[] parts = option.split("=", 2);
        if (parts.length < 2) {
          throw wrongForm();
        }
        options.put(decode(parts[0]), decode(parts[1]));
      }
    }
    return options;
  }

  private static String decode(String encoded) {
    try {
      // A plus sign is itself here, unlike in forms.
      return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrongForm();
    }
  }

  private static InvalidException wrongForm() {
    return new InvalidException(
        "must have the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE, with a"
            + " special character in one of them written as %XX, such as %40 for @");
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
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(host, port, URLEncoder.encode(database, StandardCharsets.UTF_8));
  }

  /** For people: where and who, never the password. */
  @Override
  public String toString() {
    return "postgresql://%s@%s:%d/%s"
        .formatted(Objects.requireNonNullElse(user, "(nobody)"), host, port, database);
  }
}
