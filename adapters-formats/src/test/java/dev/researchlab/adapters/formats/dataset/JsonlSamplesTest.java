package dev.researchlab.adapters.formats.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlSamplesTest {

  @TempDir Path folder;

  @Test
  void mapsFieldsByTheirPaths() {
    FieldMapping mapping =
        new FieldMapping(
            "meta.number",
            "solutions.0.answer",
            Map.of("q", "question", "dotted", "a.b", "inner", "a.c"),
            Map.of("source", "meta.source"));

    assertThat(
            read(
                """
                {"question": "1+1?", "meta": {"number": 7, "source": {"by": ["me", null]}},
                 "a.b": "with a dot", "a": {"b": "inside", "c": true},
                 "solutions": [{"answer": [2, "two", false]}]}
                """
                    .replace("\n ", " "),
                mapping))
        .containsExactly(
            new Sample(
                "7",
                Map.of("q", "1+1?", "dotted", "with a dot", "inner", "true"),
                List.of("2", "two", "false"),
                Map.of("source", "{\"by\":[\"me\",null]}")));
  }

  @Test
  void makesEveryFieldAVariableThatIsNotNull() {
    assertThat(
            read(
                "{\"a\": \"x\\u00e9\\n"
                    + "\", \"b\": null, \"c\": {\"d\": [1.0, \"\\\"\"]}, \"e\": [], \"f\": {}}",
                FieldMapping.DEFAULT))
        .containsExactly(
            new Sample(
                "1",
                Map.of("a", "x\u00e9\n", "c", "{\"d\":[1.0,\"\\\"\"]}", "e", "[]", "f", "{}"),
                List.of(),
                Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "18",
        "-0",
        "1E5",
        "1.50e-3",
        "123456789012345678901234567890.12345678901234567890",
        "true"
      })
  void keepsNumbersAsTheyAreWritten(String number) {
    FieldMapping mapping = new FieldMapping(null, "n", null, Map.of());

    assertThat(read("{\"n\": " + number + ", \"in\": [" + number + "]}", mapping))
        .containsExactly(
            new Sample(
                "1", Map.of("n", number, "in", "[" + number + "]"), List.of(number), Map.of()));
  }

  @Test
  void copiesBracesAsTheyAre() {
    assertThat(read("{\"q\": \"{{name}} and {{ x\"}", FieldMapping.DEFAULT))
        .extracting(Sample::variables)
        .containsExactly(Map.of("q", "{{name}} and {{ x"));
  }

  @Test
  void takesTheIdOfTheRecordOrElseTheNumberOfItsLine() {
    assertThat(read("{\"id\": \"x\"}\n{\"id\": 2.0}\n", FieldMapping.DEFAULT))
        .extracting(Sample::id)
        .containsExactly("x", "2.0");
    assertThat(read("\n{\"q\": \"x\"}\n\n{\"id\": 2}\n", FieldMapping.DEFAULT))
        .extracting(Sample::id)
        .containsExactly("2", "4");
  }

  @Test
  void readsFilesOfWindowsAndFilesWithoutALastLineEnd() {
    assertThat(read("\uFEFF{\"id\": 1}\r\n\r\n  \t\r\n{\"id\": 2}", FieldMapping.DEFAULT))
        .extracting(Sample::id)
        .containsExactly("1", "2");
  }

  @Test
  void hasNoExpectedAnswerWhereTheFieldIsNull() {
    FieldMapping mapping = new FieldMapping(null, "a", null, Map.of("m", "m"));

    assertThat(read("{\"a\": null, \"m\": null}", mapping))
        .containsExactly(new Sample("1", Map.of(), List.of(), Map.of()));
    assertThat(read("{\"a\": \"\", \"m\": \"\"}", mapping))
        .containsExactly(new Sample("1", Map.of("a", "", "m", ""), List.of(""), Map.of("m", "")));
  }

  @Test
  void saysWhereItStands() {
    DatasetText text = DatasetText.of(folder, DatasetFormat.JSONL, "{\"id\": 1}\n\n{\"id\": 2}\n");
    text.write();

    try (SampleFile samples = new JsonlSamples(text.file(), FieldMapping.DEFAULT)) {
      samples.next();
      assertThat(samples.hasNext()).isTrue();
      assertThat(samples.location()).endsWith("data:1");
      samples.next();
      assertThat(samples.location()).endsWith("data:3");
      assertThat(samples.hasNext()).isFalse();
      assertThatThrownBy(samples::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatIsNoSample(String content, String problem) {
    FieldMapping mapping = new FieldMapping("id", "answer", Map.of("q", "question"), Map.of());

    assertThat(DatasetText.of(folder, DatasetFormat.JSONL, content).problem(mapping))
        .isEqualTo(problem);
  }

  static Stream<Arguments> refusesWhatIsNoSample() {
    String good = "{\"id\": \"a\", \"question\": \"x\", \"answer\": 1}\n";
    return Stream.of(
        arguments("", "data: the dataset has no samples"),
        arguments("\n \r\n", "data: the dataset has no samples"),
        arguments(
            good + "{\"id\": \"b\", \"question\": x}",
            "data:2: not valid JSON at column 26: Unrecognized token 'x': was expecting (JSON"
                + " String, Number, Array, Object or token 'null', 'true' or 'false')"),
        arguments(
            good + "\n{\"id\": \"b\"",
            "data:3: not valid JSON at column 11: Unexpected end-of-input: expected close marker"
                + " for Object"),
        arguments(
            "{\"id\": 1} {\"id\": 2}",
            "data:1: not valid JSON at column 12: there is more after the end of the value"),
        arguments("{\"id\": NaN}", "data:1: not valid JSON at column 11: Non-standard token 'NaN'"),
        arguments(
            "{\"id\": 1, \"id\": 2}",
            "data:1: not valid JSON at column 18: two fields have the name 'id'"),
        arguments(
            "{\"q\": " + "[".repeat(100_000),
            "data:1: not valid JSON at column 507: it is nested deeper than 500 levels"),
        arguments(
            good + "[1, 2]",
            "data:2: not a JSON object; every line must be one, such as {\"question\": \"...\"}"),
        arguments(
            "[\n",
            "data:1: not valid JSON at column 2: Unexpected end-of-input: expected close marker for"
                + " Array"),
        arguments(
            "{\"id\": \"a\", \"question\": \"x\", \"anwser\": 1}",
            "data:1: there is no field 'answer' (dataset.fields.expected); did you mean 'anwser'?"
                + " there are: id, question, anwser"),
        arguments(
            good + "{\"id\": \"b\", \"answer\": 1}",
            "data:2: there is no field 'question' (dataset.fields.variables.q); there are: id,"
                + " answer"),
        arguments(
            good + "{\"question\": \"b\"}",
            "data:2: there is no field 'id' (dataset.fields.id); there are: question"),
        arguments(good + "\n" + good, "data:3: the id 'a' was used before, on line 1"),
        arguments(
            "{\"id\": \" \"}", "data:1: the id in field 'id' is empty; every sample needs one"),
        arguments("{\"id\": null}", "data:1: the id in field 'id' is null; every sample needs one"),
        arguments(
            "{\"id\": [1]}", "data:1: the id in field 'id' must be a text or a number, not a list"),
        arguments(
            "{\"id\": \"" + "x".repeat(257) + "\"}",
            "data:1: the id in field 'id' has 257 characters; at most 256 are allowed"),
        arguments(
            "{\"id\": \"a\", \"question\": \"x\", \"answer\": {\"text\": 1}}",
            "data:1: the expected answer in field 'answer' is an object; it must be a text, a"
                + " number, a boolean or a list of them"),
        arguments(
            "{\"id\": \"a\", \"question\": \"x\", \"answer\": [1, null]}",
            "data:1: the expected answer in field 'answer' is null in a list; it must be a text, a"
                + " number, a boolean or a list of them"));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    String content = "{\"id\": 1}\n{\"id\": \"caf\u00e9\"}\n";
    DatasetText text =
        new DatasetText(
            folder.resolve("data"), DatasetFormat.JSONL, content, StandardCharsets.ISO_8859_1);

    assertThat(text.problem(FieldMapping.DEFAULT))
        .isEqualTo("data:2: byte 12 of the line is not UTF-8; save the file as UTF-8");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> new JsonlSamples(folder.resolve("nothing"), FieldMapping.DEFAULT))
        .isInstanceOf(InvalidException.class)
        .hasMessage(folder.resolve("nothing") + ": there is no such file");
  }

  @Test
  void readsALongFileLineByLine() throws IOException {
    Path file = folder.resolve("long");
    String padding = "x".repeat(10_000);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 1; i <= 20_000; i++) {
        writer.write("{\"id\": " + i + ", \"question\": \"" + padding + "\"}\n");
      }
    }

    try (SampleFile samples = new JsonlSamples(file, FieldMapping.DEFAULT)) {
      int count = 0;
      while (samples.hasNext()) {
        count++;
        assertThat(samples.next().id()).isEqualTo(Integer.toString(count));
      }
      assertThat(count).isEqualTo(20_000);
    }
  }

  @Test
  void refusesALineThatIsNoneForItsLength() throws IOException {
    Path file = folder.resolve("endless");
    Files.writeString(file, "{}\n" + "x".repeat((16 << 20) + 1));

    try (SampleFile samples = new JsonlSamples(file, FieldMapping.DEFAULT)) {
      samples.next();
      assertThatThrownBy(samples::hasNext)
          .isInstanceOf(InvalidException.class)
          .hasMessage(file + ":2: the line is longer than 16 MiB");
    }
  }

  private List<Sample> read(String content, FieldMapping mapping) {
    return DatasetText.of(folder, DatasetFormat.JSONL, content).read(mapping);
  }
}
