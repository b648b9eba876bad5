package dev.researchlab.adapters.formats.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.researchlab.domain.dataset.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvSamplesTest {

  @TempDir Path folder;

  @Test
  void mapsColumns() {
    FieldMapping mapping =
        new FieldMapping("no", "a.b", Map.of("q", "question"), Map.of("from", "source"));

    assertThat(
            read(
                "no,question,a.b,source\n1,\"one, \"\"two\"\"\nthree {{x}}\",1.0,\n2,,,me\n",
                mapping))
        .containsExactly(
            new Sample(
                "1", Map.of("q", "one, \"two\"\nthree {{x}}"), List.of("1.0"), Map.of("from", "")),
            new Sample("2", Map.of("q", ""), List.of(), Map.of("from", "me")));
  }

  @Test
  void makesEveryColumnAVariable() {
    assertThat(read("\uFEFFq,n\r\n x ,07\r\n\r\n,\r\n", FieldMapping.DEFAULT))
        .containsExactly(
            new Sample("1", Map.of("q", " x ", "n", "07"), List.of(), Map.of()),
            new Sample("2", Map.of("q", "", "n", ""), List.of(), Map.of()));
    assertThat(read("q,id\nx,a", FieldMapping.DEFAULT)).extracting(Sample::id).containsExactly("a");
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatIsNoSample(String content, String problem) {
    FieldMapping mapping = new FieldMapping("id", "answer", Map.of("q", "question"), Map.of());

    assertThat(DatasetText.of(folder, DatasetFormat.CSV, content).problem(mapping))
        .isEqualTo(problem);
  }

  static Stream<Arguments> refusesWhatIsNoSample() {
    String header = "id,question,answer\n";
    return Stream.of(
        arguments("", "data: the dataset has no samples"),
        arguments("\n\n", "data: the dataset has no samples"),
        arguments(header, "data: the dataset has no samples"),
        arguments(
            "\nid,question,anwser\na,x,1\n",
            "data:2: there is no field 'answer' (dataset.fields.expected); did you mean 'anwser'?"
                + " there are: id, question, anwser"),
        arguments(
            "id;question;answer\na;x;1\n",
            "data:1: there is no field 'id' (dataset.fields.id); there are: id;question;answer"),
        arguments(
            "id,answer\na,1\n",
            "data:1: there is no field 'question' (dataset.fields.variables.q); there are: id,"
                + " answer"),
        arguments("id,q,q\n", "data:1: two columns of the header have the name 'q'"),
        arguments("id,,q\n", "data:1: column 2 of the header has no name"),
        arguments(
            header + "a,\"x\ny\",1\nb,x\n",
            "data:4: the record has 2 fields, the header 3; quote fields that hold commas"),
        arguments(
            header + "a,x,y,1\n",
            "data:2: the record has 4 fields, the header 3; quote fields that hold commas"),
        arguments(
            header + "a,x,1\n\nb,\"x\"y,1\n",
            "data:4: not valid CSV: Unexpected character after closing quote: 'y' (0x79)"),
        arguments(
            header + "a,x,1\nb,\"x,1\nc,x,1\n",
            "data:3: not valid CSV: Unclosed quoted field at end of input"),
        arguments(
            header + "a,\"x\n\n\",1\na,x,1\n", "data:5: the id 'a' was used before, on line 2"),
        arguments(
            header + " ,x,1\n", "data:2: the id in field 'id' is empty; every sample needs one"));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    String content = "id,q\n1,\"a\nb\"\n2,caf\u00e9\n";

    assertThat(
            new DatasetText(
                    folder.resolve("data"), DatasetFormat.CSV, content, StandardCharsets.ISO_8859_1)
                .problem(FieldMapping.DEFAULT))
        .isEqualTo("data:4: byte 6 of the line is not UTF-8; save the file as UTF-8");
  }

  @Test
  void saysNothingElseOnceTheFileCannotBeReadOn() throws IOException {
    Path file = folder.resolve("broken.csv");
    Files.write(file, "id,q\n1,a\n2,caf\u00e9\n3,b\n4,c\n".getBytes(StandardCharsets.ISO_8859_1));

    try (SampleFile samples = new CsvSamples(file, FieldMapping.DEFAULT)) {
      assertThatThrownBy(() -> samples.forEachRemaining(sample -> {}))
          .hasMessageContaining("broken.csv:3: byte 6 of the line is not UTF-8");
      assertThatThrownBy(samples::hasNext)
          .hasMessageContaining("broken.csv:3: byte 6 of the line is not UTF-8");
    }
  }

  private List<Sample> read(String content, FieldMapping mapping) {
    return DatasetText.of(folder, DatasetFormat.CSV, content).read(mapping);
  }
}
