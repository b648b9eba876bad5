package dev.researchlab.adapters.formats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpServer;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.ports.driven.metric.MetricType;
import dev.researchlab.ports.testkit.metric.MetricTypeContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaMetricTypeTest extends MetricTypeContract {

  private static final String PERSON =
      "{\"type\": \"object\", \"required\": [\"name\"], \"additionalProperties\": false,"
          + "\"properties\": {\"name\": {\"type\": \"string\"}, \"age\": {\"type\": \"integer\"}}}";

  private static final Sample SAMPLE = Sample.of("s", "q", "a");

  private static MetricDefinition with(Map<String, String> parameters) {
    return new MetricDefinition("person", "json_schema", parameters);
  }

  @Override
  protected MetricType type() {
    return new JsonSchemaMetricType();
  }

  @Override
  protected MetricDefinition working() {
    return with(Map.of("schema", PERSON));
  }

  @Override
  protected Map<String, MetricDefinition> broken() {
    return Map.of(
        "schema", with(Map.of()),
        "extract", with(Map.of("schema", PERSON, "extract", "middle")));
  }

  @Override
  protected Sample sample() {
    return SAMPLE;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"name": "x"}                  | 1
          {"name": "x", "age": 7}        | 1
          ~ \t{"name": "x"} \n~          | 1
          {"name": "x", "age": 7.0}      | 1
          {"name": "x", "age": 7.5}      | 0
          {"age": 7}                     | 0
          {"name": "x", "more": 1}       | 0
          []                             | 0
          ~~                             | 0
          The answer: {"name": "x"}      | 0
          {"name": "x"} {"name": "x"}    | 0
          {"name": "x"}.                 | 0
          {"name": "x",}                 | 0
          {"name": "x", "name": "x"}     | 0
          {'name': 'x'}                  | 0
          {"name": "x", "age": NaN}      | 0
          {"name": "x", "age": 07}       | 0
          {"name": "x" /* yes */}        | 0
          {"name": "x"                   | 0
          """)
  void judgesTheWholeAnswer(String answer, double value) {
    assertThat(metric(PERSON, "whole").score(answer, SAMPLE))
        .isEqualTo(new Score.Value(value, null));
  }

  @ParameterizedTest
  @MethodSource
  void judgesTheJsonInTheAnswer(String answer, double value, String extracted) {
    assertThat(metric(PERSON, "fenced").score(answer, SAMPLE))
        .isEqualTo(new Score.Value(value, extracted));
  }

  static Stream<Arguments> judgesTheJsonInTheAnswer() {
    String json = "{\"name\": \"x\"}";
    return Stream.of(
        arguments(json, 1, json),
        arguments("Here: " + json + ", as asked.", 1, json),
        arguments("Sure {see below}: [x] " + json, 1, json),
        arguments("First [1], then " + json, 0, "[1]"),
        arguments("{} is empty.\n```json\n" + json + "\n```\nDone.", 1, json),
        arguments("```JSON " + json + "```", 1, json),
        arguments("```json\n" + json, 1, json),
        arguments("```json\n{\"name\": \"```\"}\n```", 1, "{\"name\": \"```\"}"),
        arguments("```json\n{\"name\": 1}\n```\n```json\n" + json + "\n```", 0, "{\"name\": 1}"),
        arguments("```json\n" + json + " and more\n```", 0, null),
        arguments("```json\nnothing\n```\n" + json, 0, null),
        arguments("```\n" + json + "\n```", 1, json),
        arguments("No JSON.", 0, null),
        arguments(
            "{\"name\": \"caf\u00e9 \ud83d\ude00\"} \ud83d\ude00",
            1,
            "{\"name\": \"caf\u00e9 \ud83d\ude00\"}"),
        arguments("\ud83d\ude00 " + json, 1, json),
        arguments("", 0, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[", "{", "{\"a\":", "[1,", "\"", "1", " ", "{}", "```json", "[\"", "\u0000", "\ud800"
      })
  void copesWithAnyAnswer(String repeated) {
    String answer = repeated.repeat(10_000_000 / repeated.length());

    Assertions.assertThatNoException()
        .isThrownBy(
            () -> {
              metric("{\"type\": \"object\"}", "whole").score(answer, SAMPLE);
              metric("{\"type\": \"object\"}", "fenced").score(answer, SAMPLE);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"multipleOf\": 0.3}",
        "{\"type\": \"integer\"}",
        "{\"enum\": [1]}",
        "{\"const\": 2.5}",
        "{\"minimum\": 3}"
      })
  void copesWithNumbersOfAnySize(String schema) {
    long start = System.nanoTime();
    Metric metric = metric(schema, "whole");

    Assertions.assertThatNoException()
        .isThrownBy(
            () -> {
              metric.score("1e999999999", SAMPLE);
              metric.score("-1e-999999999", SAMPLE);
              metric.score("9".repeat(5000), SAMPLE);
            });
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void judgesALargeValidAnswer() {
    String answer = "[" + "{\"name\": \"x\"},".repeat(500_000) + "{\"name\": \"x\"}]";

    assertThat(metric("{\"items\": " + PERSON + "}", "whole").score(answer, SAMPLE))
        .isEqualTo(new Score.Value(1, null));
  }

  @Test
  void followsASchemaThatRefersToItself() {
    Metric metric =
        metric("{\"type\": \"object\", \"additionalProperties\": {\"$ref\": \"#\"}}", "whole");

    assertThat(metric.score("{\"a\": {\"b\": {}}}", SAMPLE)).isEqualTo(new Score.Value(1, null));
    assertThat(metric.score("{\"a\": {\"b\": 1}}", SAMPLE)).isEqualTo(new Score.Value(0, null));
    assertThat(metric.score("{\"a\":".repeat(499) + "{}" + "}".repeat(499), SAMPLE))
        .isEqualTo(new Score.Value(1, null));
  }

  @Test
  void readsTheDraftThatTheSchemaNames() {
    String tuple = "\"items\": [{\"type\": \"string\"}], \"additionalItems\": false}";
    String draft7 = "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", " + tuple;

    assertThat(metric(draft7, "whole").score("[\"a\"]", SAMPLE))
        .isEqualTo(new Score.Value(1, null));
    assertThat(metric(draft7, "whole").score("[1]", SAMPLE)).isEqualTo(new Score.Value(0, null));
    assertThat(problem(Map.of("schema", "{" + tuple)))
        .startsWith("schema: is not a JSON Schema: /items");
  }

  @Test
  void keepsSchemasOfTheSameIdApart() {
    String first = "{\"$id\": \"https://example.com/s\", \"type\": \"string\"}";
    String second = "{\"$id\": \"https://example.com/s\", \"type\": \"number\"}";

    assertThat(metric(first, "whole").score("1", SAMPLE)).isEqualTo(new Score.Value(0, null));
    assertThat(metric(second, "whole").score("1", SAMPLE)).isEqualTo(new Score.Value(1, null));
  }

  @Test
  void fetchesNothing() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/schema.json";

      assertThat(problem(Map.of("schema", "{\"$ref\": \"" + url + "\"}"))).contains(url);
      assertThat(
              problem(Map.of("schema", "{\"properties\": {\"a\": {\"$ref\": \"" + url + "\"}}}")))
          .contains(url);
      assertThat(problem(Map.of("schema", "{\"$schema\": \"" + url + "\"}"))).contains(url);
      assertThat(requests).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {                                | it is not JSON (or names a key twice)
          ~~                               | it is not JSON (or names a key twice)
          3                                | : integer found, [object, boolean] expected
          {"minLength": -1}                | /minLength: must have a minimum value of 0
          {"type": "objekt"}               | /type: does not have a value in the enumeration ["array", "boolean", "integer", "null", "number", "object", "string"]
          {"$ref": "#/$defs/none"}         | Reference /$defs/none cannot be resolved
          {"pattern": "("}                 | java.util.regex.PatternSyntaxException: Unclosed group near index 1 (
          {"$ref": "#"}                    | it refers to itself without end
          {"$schema": "urn:mine"}          | its $schema 'urn:mine' is not known
          {"$ref": "file:/etc/hostname"}   | Schema from 'file:/etc/hostname' is not allowed to be loaded.
          """)
  void refusesWhatIsNoSchema(String schema, String reason) {
    assertThat(problem(Map.of("schema", schema)))
        .isEqualTo("schema: is not a JSON Schema: " + reason);
  }

  @Test
  void refusesParametersThatMeanNothing() {
    assertThat(problem(Map.of())).isEqualTo("schema: is missing; json_schema needs a JSON Schema");
    assertThat(problem(Map.of("schema", "true", "extrct", "whole")))
        .isEqualTo(
            "extrct: json_schema has no such parameter; did you mean 'extract'? there are: schema,"
                + " extract");
    assertThat(problem(Map.of("schema", "true", "extract", "all")))
        .isEqualTo("extract: cannot be 'all'; there are: whole, fenced");
  }

  @Test
  void isABinaryMetric() {
    Metric metric = new JsonSchemaMetricType().create(definition(Map.of("schema", "true")));

    assertThat(new JsonSchemaMetricType().name()).isEqualTo("json_schema");
    assertThat(metric.scale()).isEqualTo(Scale.BINARY);
    assertThat(metric.version()).isEqualTo(1);
    assertThat(metric.definition()).isEqualTo(definition(Map.of("schema", "true")));
  }

  private static Metric metric(String schema, String extract) {
    return new JsonSchemaMetricType()
        .create(definition(Map.of("schema", schema, "extract", extract)));
  }

  private static MetricDefinition definition(Map<String, String> parameters) {
    return new MetricDefinition("m", "json_schema", parameters);
  }

  private static String problem(Map<String, String> parameters) {
    InvalidException problem =
        Assertions.catchThrowableOfType(
            InvalidException.class,
            () -> new JsonSchemaMetricType().create(definition(parameters)));
    assertThat(problem).isNotNull();
    return String.valueOf(problem.getMessage());
  }
}
