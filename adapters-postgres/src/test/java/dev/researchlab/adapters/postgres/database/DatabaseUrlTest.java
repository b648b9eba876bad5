package dev.researchlab.adapters.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:secret@host:5432/lab",
        "postgres://me:secret@host:5432/lab",
        "jdbc:postgresql://me:secret@host:5432/lab",
        "jdbc:postgresql://host:5432/lab?user=me&password=secret",
        "postgresql://me@host/lab?password=secret",
        "postgresql://host/lab?password=secret&user=me",
        "postgresql://me:secret@host/lab",
        "postgresql://me:secret@host/lab?",
        " postgresql://me:secret@host/lab\n",
      })
  void readsEveryForm(String url) {
    assertThat(DatabaseUrl.parse(url))
        .isEqualTo(new DatabaseUrl("host", 5432, "lab", "me", "secret", Map.of()));
  }

  @Test
  void knowsWhatIsLeftOut() {
    assertThat(DatabaseUrl.parse("postgresql://host/lab"))
        .isEqualTo(new DatabaseUrl("host", 5432, "lab", null, null, Map.of()));
  }

  @Test
  void readsAPort() {
    assertThat(DatabaseUrl.parse("postgresql://host:65535/lab").port()).isEqualTo(65_535);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]", "[2001:db8::7]", "10.0.0.7", "db.example.org", "lab_db-1"})
  void readsEveryKindOfHost(String host) {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://me:secret@" + host + ":5433/lab");

    assertThat(url.host()).isEqualTo(host);
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://" + host + ":5433/lab");
  }

  @Test
  void readsWhatIsEscapedAndTakesAPlusSignForItself() {
    DatabaseUrl url =
        DatabaseUrl.parse("postgresql://a%40b:p%3A%2F%40%25+%C3%A9@host/my%20lab+%2F%3F");

    assertThat(url.user()).isEqualTo("a@b");
    assertThat(url.password()).isEqualTo("p:/@%+\u00e9");
    assertThat(url.database()).isEqualTo("my lab+/?");
  }

  @Test
  void takesWhatNeedsNoEscapeAsItIs() {
    assertThat(DatabaseUrl.parse("postgresql://me:a:b{c}|\"^`$!&=;,@host/lab").password())
        .isEqualTo("a:b{c}|\"^`$!&=;,");
  }

  @Test
  void keepsTheOptionsForTheDriver() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgresql://me:secret@host/lab"
                + "?sslmode=verify-full&sslrootcert=/etc/a%26b.crt&options=-c%20search_path=x&a=");

    assertThat(url.options())
        .isEqualTo(
            Map.of(
                "sslmode", "verify-full",
                "sslrootcert", "/etc/a&b.crt",
                "options", "-c search_path=x",
                "a", ""));
  }

  @Test
  void prefersTheUserBeforeTheHostToTheOneAmongTheOptions() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://me:secret@host/lab?user=you&password=other");

    assertThat(url.user()).isEqualTo("me");
    assertThat(url.password()).isEqualTo("secret");
    assertThat(url.options()).isEmpty();
  }

  @Test
  void changesTheDatabaseOrTheUserAlone() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://me:secret@host:7/lab?sslmode=require");

    assertThat(url.withDatabase("other"))
        .isEqualTo(
            new DatabaseUrl("host", 7, "other", "me", "secret", Map.of("sslmode", "require")));
    assertThat(url.withUser("you", "hidden"))
        .isEqualTo(
            new DatabaseUrl("host", 7, "lab", "you", "hidden", Map.of("sslmode", "require")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "host:5432/lab",
        "mysql://me:secret@host/lab",
        "http://me:secret@host/lab",
        "jdbc:clickhouse://me:secret@host/lab",
        "postgresql:me:secret@host/lab",
        "postgresql://me:secret@/lab",
        "postgresql://:secret@host/lab",
        "postgresql://me:secret@host",
        "postgresql://me:secret@host/",
        "postgresql://me:secret@host/lab/more",
        "postgresql://me:secret@host:0/lab",
        "postgresql://me:secret@host:65536/lab",
        "postgresql://me:secret@host:123456/lab",
        "postgresql://me:secret@host:port/lab",
        "postgresql://me:secret@host,other/lab",
        "postgresql://me:secret@::1/lab",
        "postgresql://me:secret@[host]/lab",
        "postgresql://me:secret@host name/lab",
        "postgresql://me:sec@secret@host/lab",
        "postgresql://me:sec/secret@host/lab",
        "postgresql://me:12/secret?secret@host/lab",
        "postgresql://me:sec#secret@host/lab",
        "postgresql://me:secret%zz@host/lab",
        "postgresql://me:secret%4@host/lab",
        "postgresql://me:secret@host/lab#part",
        "postgresql://host/lab?password:secret",
        "postgresql://host/lab?password=secret&",
        "postgresql://host/lab?password=secret%",
      })
  void refusesEveryOtherFormWithoutRepeatingThePassword(String url) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> DatabaseUrl.parse(url))
        .withMessageStartingWith(
            "must have the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE")
        .withMessageNotContaining("secret")
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:secret@host/lab",
        "postgresql://me@host/lab?password=secret&sslpassword=secret",
      })
  void showsNoPassword(String url) {
    assertThat(DatabaseUrl.parse(url)).hasToString("postgresql://me@host:5432/lab");
  }

  @Test
  void showsThatThereIsNoUser() {
    assertThat(DatabaseUrl.parse("postgresql://host/lab"))
        .hasToString("postgresql://(nobody)@host:5432/lab");
  }
}
