package dev.researchlab.adapters.http.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.InvalidException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonInputTest {

  private enum Colour {
    RED,
    DARK_BLUE
  }

  private interface Reading {
    @Nullable Object of(JsonInput json);
  }

  private static @Nullable Object read(String value, Reading read) {
    return read.of(new JsonInput("", Json.parse("{\"k\": " + value + "}")));
  }

  private static ObjectAssert<?> taken(String value, Reading read) {
    return assertThatObject(read(value, read));
  }

  private static void refuses(String value, Reading read, String problem) {
    assertThatThrownBy(() -> read(value, read))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'k: must be a string, not number'",
    "true, 'k: must be a string, not boolean'",
    "[], 'k: must be a string, not array'",
    "{}, 'k: must be a string, not object'",
    "null, 'k: is missing'",
    "\"\", 'k: must not be blank'",
    "\" \\t\", 'k: must not be blank'",
    "\"\\u2003\", 'k: must not be blank'",
    "\"123456\", 'k: has 6 characters; at most 5 are taken'",
    "\"a\\u0000\", 'k: has a NUL or half of a surrogate pair'",
    "\"\\ud83d\", 'k: has a NUL or half of a surrogate pair'",
    "\"\\ude00\", 'k: has a NUL or half of a surrogate pair'",
    "\"\\ude00\\ud83d\", 'k: has a NUL or half of a surrogate pair'",
  })
  void refusesWhatIsNoText(String value, String problem) {
    refuses(value, json -> json.text("k", 5), problem);
  }

  @Test
  void takesTextsUpToTheirLengthAndWholeSurrogatePairs() {
    taken("\"12345\"", json -> json.text("k", 5)).isEqualTo("12345");
    taken("\"\\ud83d\\ude00\"", json -> json.text("k", 5)).isEqualTo("\ud83d\ude00");
    taken("\"\"", json -> json.text("k", "other", 5)).isEqualTo("");
    taken("null", json -> json.text("k", "other", 5)).isEqualTo("other");
    taken("null", json -> json.textOrNull("k", 5)).isNull();
    refuses("\"\"", json -> json.textOrNull("k", 5), "k: must not be blank");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\"",
        "\"00000000-0000-0000-0000-00000000000A\"",
        "\"{00000000-0000-0000-0000-000000000001}\"",
        "\"0-0-0-0-1\"",
        "\" 00000000-0000-0000-0000-000000000001\""
      })
  void refusesIdsInAnotherForm(String value) {
    refuses(value, json -> json.uuid("k"), "k: is not an id");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 'k: must be a whole number of 64 bits, not 1.0'",
    "\"1\", 'k: must be a whole number of 64 bits, not \"1\"'",
    "1e2, 'k: must be a whole number of 64 bits'",
    "9223372036854775808, 'k: must be a whole number of 64 bits, not 9223372036854775808'",
    "-9223372036854775809, 'k: must be a whole number of 64 bits'",
    "1e1000000000, 'k: must be a whole number of 64 bits'",
    "[1], 'k: must be a whole number of 64 bits, not [1]'",
  })
  void refusesWhatIsNoWholeNumber(String value, String problem) {
    refuses(value, json -> json.integerOrNull("k"), problem);
  }

  @Test
  void takesWholeNumbersUpToTheirSize() {
    taken("9223372036854775807", json -> json.integerOrNull("k")).isEqualTo(Long.MAX_VALUE);
    taken("-2147483648", json -> json.smallIntegerOrNull("k")).isEqualTo(Integer.MIN_VALUE);
    taken("null", json -> json.integer("k", 7)).isEqualTo(7);
    refuses("2147483648", json -> json.integer("k", 7), "k: must be a whole number of 32 bits");
    refuses("null", json -> json.smallInteger("k"), "k: is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "\"1\", 'k: must be a number, not \"1\"'",
    "true, 'k: must be a number, not true'",
    "1e400, 'k: is out of range'",
    "-1e1000000000, 'k: is out of range'",
  })
  void refusesWhatIsNoFiniteNumber(String value, String problem) {
    refuses(value, json -> json.numberOrNull("k"), problem);
  }

  @Test
  void takesFiniteNumbers() {
    taken("0.1", json -> json.numberOrNull("k")).isEqualTo(0.1);
    taken("7", json -> json.numberOrNull("k")).isEqualTo(7.0);
    taken("1e-400", json -> json.numberOrNull("k")).isEqualTo(0.0);
  }

  @ParameterizedTest
  @CsvSource({
    "\"x\", 'k: must be a decimal such as \"0.15\", not \"x\"'",
    "\"NaN\", 'k: must be a decimal'",
    "\"1e99999999999\", 'k: must be a decimal'",
    "true, 'k: must be a decimal'",
    "[], 'k: must be a decimal'",
    "1e29, 'k: is out of range; at most 28 digits are taken'",
    "\"1e-29\", 'k: is out of range'",
    "12345678901234567890123456789, 'k: is out of range'",
    "1e1000000000, 'k: is out of range'",
    "\"1e-2147483647\", 'k: is out of range'",
  })
  void refusesWhatIsNoDecimal(String value, String problem) {
    refuses(value, json -> json.decimalOrNull("k"), problem);
  }

  @Test
  void keepsDecimalsExactly() {
    taken("0.10", json -> json.decimalOrNull("k")).isEqualTo(new BigDecimal("0.10"));
    taken("\" 0.15 \"", json -> json.decimalOrNull("k")).isEqualTo(new BigDecimal("0.15"));
    taken("3.0000000000000004E-7", json -> json.moneyOrNull("k"))
        .isEqualTo(new BigDecimal("3.0000000000000004E-7"));
    refuses("-0.01", json -> json.moneyOrNull("k"), "k: must be 0 to 1000000000, not -0.01");
    refuses("1000000001", json -> json.moneyOrNull("k"), "k: must be 0 to 1000000000");
  }

  @Test
  void takesTimesInSeconds() {
    taken("0.25", json -> json.secondsOrNull("k")).isEqualTo(Duration.ofMillis(250));
    taken("1e9", json -> json.secondsOrNull("k")).isEqualTo(Duration.ofSeconds(1_000_000_000));
    taken("1e-10", json -> json.secondsOrNull("k")).isEqualTo(Duration.ZERO);
    refuses("-1", json -> json.secondsOrNull("k"), "k: must be 0 to 1000000000 seconds, not -1");
    refuses("1000000001", json -> json.secondsOrNull("k"), "k: must be 0 to 1000000000 seconds");
    refuses("1e-10", json -> json.positiveSecondsOrNull("k"), "k: must be above 0 seconds");
  }

  @Test
  void namesTheItemOfAListThatIsWrong() {
    taken("[\"a\", \"b\"]", json -> json.texts("k", 5)).isEqualTo(List.of("a", "b"));
    taken("null", json -> json.texts("k", 5)).isEqualTo(List.of());
    refuses("\"a\"", json -> json.texts("k", 5), "k: must be an array, not string");
    refuses("[\"a\", 1]", json -> json.texts("k", 5), "k[1]: must be a string, not number");
    refuses("[null]", json -> json.texts("k", 5), "k[0]: is missing");
    refuses("[\" \"]", json -> json.texts("k", 5), "k[0]: must not be blank");
    taken("[\"\\n\"]", json -> json.anyTexts("k", 5)).isEqualTo(List.of("\n"));
    refuses("[\"\"]", json -> json.anyTexts("k", 5), "k[0]: must not be empty");
    refuses("[[]]", json -> json.anyTexts("k", 5), "k[0]: must be a string, not array");
  }

  @Test
  void readsTextsByTheirNames() {
    taken("{\"a\": \"x\", \"b\": 1.50, \"c\": true}", json -> json.textsByName("k", 5))
        .isEqualTo(Map.of("a", "x", "b", "1.50", "c", "true"));
    refuses("[]", json -> json.textsByName("k", 5), "k: must be an object, not array");
    refuses("{\"a\": null}", json -> json.textsByName("k", 5), "k.a: must be a string");
    refuses("{\"a\": {}}", json -> json.textsByName("k", 5), "k.a: must be a string");
    refuses("{\"a\": \"123456\"}", json -> json.textsByName("k", 5), "k.a: has 6 characters");
    refuses("{\"\\u0000\": \"\"}", json -> json.textsByName("k", 5), "k: has a NUL");
    refuses("{\"" + "a".repeat(257) + "\": \"\"}", json -> json.textsByName("k", 5), "k: has 257");
    refuses("{\" \": \"x\"}", json -> json.textsByName("k", 5), "k: has a name that is blank");
  }

  @Test
  void keepsTheJsonOfAnObject() {
    taken("{\"a\": [1]}", json -> json.jsonOrNull("k")).isEqualTo("{\"a\":[1]}");
    refuses("\"{}\"", json -> json.jsonOrNull("k"), "k: must be an object, not string");
    refuses("{\"a\": \"\\ud800\"}", json -> json.jsonOrNull("k"), "k: has a NUL or half");
  }

  @Test
  void takesTheNamesOfAnEnumerationInLowerCase() {
    taken("\"dark_blue\"", json -> json.oneOf("k", Colour.class)).isEqualTo(Colour.DARK_BLUE);
    refuses("\"RED\"", json -> json.oneOf("k", Colour.class), "k: must be one of red, dark_blue");
  }

  @Test
  void namesTheKnownKeyThatIsNearestToAnUnknownOne() {
    assertThatThrownBy(() -> whole("{\"nmae\": 1}", json -> json.textOrNull("name", 5)))
        .hasMessage("nmae: is not known; did you mean 'name'?");
    assertThatThrownBy(() -> whole("{\"colour\": 1}", json -> json.textOrNull("name", 5)))
        .hasMessage("colour: is not known; known are name");
    assertThatThrownBy(() -> whole("{\"\\u0000\": 1}", json -> json.textOrNull("name", 5)))
        .hasMessageStartingWith("is not known");
  }

  @Test
  void namesThePathOfANestedValue() {
    Reading nested =
        json -> json.objects("list", item -> String.valueOf(item.textOrNull("name", 5)));
    assertThat(whole("{\"list\": [{\"name\": \"a\"}]}", nested)).isEqualTo(List.of("a"));
    assertThatThrownBy(() -> whole("{\"list\": [{}, {\"name\": 1}]}", nested))
        .hasMessage("list[1].name: must be a string, not number");
    assertThatThrownBy(() -> whole("{\"list\": [{\"nam\": 1}]}", nested))
        .hasMessageStartingWith("list[0].nam: is not known");
    assertThatThrownBy(() -> whole("{\"list\": [{\"\\u0000\": 1}]}", nested))
        .hasMessageStartingWith("list[0]: is not known");
    assertThatThrownBy(() -> whole("{\"list\": [1]}", nested))
        .hasMessage("list[0]: must be an object, not number");
  }

  @Test
  void tellsWhatTheDomainRefusesWithItsPath() {
    assertThatThrownBy(() -> nested(new InvalidException("name", "is taken")))
        .hasMessage("part.name: is taken");
    assertThatThrownBy(() -> nested(new InvalidException("does not fit")))
        .hasMessage("part: does not fit");
  }

  private static void nested(InvalidException refused) {
    whole(
        "{\"part\": {}}",
        json ->
            json.objectOrNull(
                "part",
                part -> {
                  throw refused;
                }));
  }

  private static @Nullable Object whole(String text, Reading read) {
    JsonInput json = new JsonInput("", Json.parse(text));
    AtomicReference<@Nullable Object> made = new AtomicReference<>();
    boolean unused =
        json.make(
            () -> {
              made.set(read.of(json));
              return true;
            });
    json.done();
    return made.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "\"x\""})
  void refusesABodyThatIsNoObject(String body) {
    assertThatThrownBy(() -> new JsonInput("", Json.parse(body)))
        .hasMessageStartingWith("must be an object, not ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{} {}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": NaN}",
        "{'a': 1}",
        "{\"a\": 01}",
        "nothing"
      })
  void refusesWhatIsNoJson(String body) {
    assertThatThrownBy(() -> Json.parse(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void refusesAnExponentThatNoDecimalHas() {
    byte[] body = "{\"a\": 1e99999999999}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Json.parse(body))
        .isInstanceOf(ProblemException.class)
        .hasMessage("the body has a number that is out of range");
  }

  @Test
  void refusesNumbersAndNestingThatOnlyAnAttackHas() {
    assertThatThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)))
        .isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> Json.parse("1".repeat(101))).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xff, '"'}))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void writesTimesOfAnyLength() {
    assertThat(seconds(Duration.ofMillis(1_500))).isEqualTo("{\"s\":1.5}");
    assertThat(seconds(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
        .isEqualTo("{\"s\":9223372036854775807.999999999}");
    assertThat(seconds(Duration.ofSeconds(100))).isEqualTo("{\"s\":100}");
    assertThat(seconds(null)).isEqualTo("{\"s\":null}");
  }

  private static String seconds(@Nullable Duration time) {
    var node = Json.object();
    Json.putSeconds(node, "s", time);
    return node.toString();
  }
}
