package dev.researchlab.adapters.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:secret@host:8123/lab",
        "clickhouse://me:secret@host:8123/lab",
        "clickhouse://me:secret@host/lab",
        "clickhouse:http://me:secret@host:8123/lab",
        "jdbc:clickhouse://me:secret@host:8123/lab",
        "jdbc:clickhouse:http://me:secret@host:8123/lab",
        " http://me:secret@host/lab ",
      })
  void readsEveryForm(String url) {
    assertThat(ClickHouseUrl.parse(url))
        .isEqualTo(new ClickHouseUrl("http://host:8123", "me", "secret", "lab"));
  }

  @Test
  void knowsWhatIsLeftOut() {
    ClickHouseUrl expected = new ClickHouseUrl("http://host:8123", "default", "", "research_lab");
    assertThat(ClickHouseUrl.parse("http://host")).isEqualTo(expected);
    assertThat(ClickHouseUrl.parse("http://host/")).isEqualTo(expected);
    assertThat(ClickHouseUrl.parse("https://me@[::1]/lab"))
        .isEqualTo(new ClickHouseUrl("https://[::1]:8443", "me", "", "lab"));
  }

  @Test
  void readsWhatIsEscaped() {
    ClickHouseUrl url = ClickHouseUrl.parse("http://a%40b:p%3A%2F%40%25+%C3%A9@host/lab");
    assertThat(url.user()).isEqualTo("a@b");
    assertThat(url.password()).isEqualTo("p:/@%+\u00e9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host:8123",
        "ftp://me:secret@host",
        "postgres://me:secret@host",
        "http://me:secret@",
        "http://me:secret@host:port",
        "http://me:secret@host:0",
        "http://me:secret@host:65536",
        "http://me:secret@host:8123/lab/more",
        "http://me:secret@host:8123/lab?user=me",
        "http://me:secret@host:8123/lab#part",
        "http://me:sec@secret@host:8123/lab",
        "http://me:secret%zz@host:8123/lab",
        "http://me:secret@host name/lab",
      })
  void refusesEveryOtherFormWithoutRepeatingThePassword(String url) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> ClickHouseUrl.parse(url))
        .withMessageContaining("http://user:password@host:port/database")
        .withMessageNotContaining("secret")
        .withNoCause();
  }

  @Test
  void showsNoPassword() {
    assertThat(ClickHouseUrl.parse("http://me:secret@host/lab"))
        .hasToString("http://host:8123/lab");
  }
}
