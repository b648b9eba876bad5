package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.InvalidException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a ClickHouse database is and who enters it.
 *
 * @param endpoint such as {@code http://localhost:8123}
 */
record ClickHouseUrl(String endpoint, String user, String password, String database) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:jdbc:)?(?:(?:clickhouse:)?(?<scheme>https?)|clickhouse)://"
              + "(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<host>[^:@/?#\\[\\]\\s]+|\\[[0-9a-fA-F:.]+])(?::(?<port>\\d{1,5}))?"
              + "(?:/(?<database>[^/?#]*))?");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads a URL.
   *
   * @throws InvalidException if it has another form; the message does not repeat it, for the
   *     password's sake
   */
  static ClickHouseUrl parse(String url) {
    Matcher matcher = FORM.matcher(url.strip());
    if (!matcher.matches()) {
      throw wrongForm();
    }
    String scheme = Objects.requireNonNullElse(matcher.group("scheme"), "http");
    String port = matcher.group("port");
    if (port == null) {
      port = scheme.equals("https") ? "8443" : "8123";
    } else if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > HIGHEST_PORT) {
      throw wrongForm();
    }
    return new ClickHouseUrl(
        scheme + "://" + matcher.group("host") + ":" + port,
        decode(matcher.group("user"), "default"),
        decode(matcher.group("password"), ""),
        decode(matcher.group("database"), "research_lab"));
  }

  private static String decode(@Nullable String part, String otherwise) {
    if (part == null || part.isEmpty()) {
      return otherwise;
    }
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrongForm();
    }
  }

  private static InvalidException wrongForm() {
    return new InvalidException(
        "the ClickHouse URL has the form http://user:password@host:port/database, with the"
            + " characters : / @ ? # % of a name or password written as %3A %2F %40 %3F %23 %25"
            + " and no parameters after it");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return endpoint + "/" + database;
  }
}
