package dev.researchlab.adapters.formats.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import blue.strategic.parquet.ParquetWriter;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetSamplesTest {

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("id")
          .optional(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("question")
          .optional(PrimitiveTypeName.INT64)
          .named("answer")
          .optional(PrimitiveTypeName.DOUBLE)
          .named("weight")
          .optional(PrimitiveTypeName.BOOLEAN)
          .named("hard")
          .named("samples");

  private static final FieldMapping ANSWER = new FieldMapping(null, "answer", null, Map.of());

  @TempDir private Path folder;

  private Path file(int rows) throws IOException {
    Path file = folder.resolve("samples.parquet");
    try (ParquetWriter<Integer> writer =
        ParquetWriter.writeFile(
            SCHEMA,
            file.toFile(),
            (i, out) -> {
              out.write("id", "s" + i);
              if (i % 2 == 1) {
                out.write("question", "What is " + i + "? ä");
              }
              out.write("answer", (long) i);
              out.write("weight", i + 0.5);
              out.write("hard", i == 1);
            })) {
      for (int i = 1; i <= rows; i++) {
        writer.write(i);
      }
    }
    return file;
  }

  private static List<Sample> read(Path file, FieldMapping mapping) {
    List<Sample> samples = new ArrayList<>();
    try (SampleFile opened = SampleFile.open(file, DatasetFormat.PARQUET, mapping)) {
      opened.forEachRemaining(samples::add);
    }
    return samples;
  }

  @Test
  void readsARowAsTheLineOfTheSameFields() throws IOException {
    assertThat(read(file(2), ANSWER))
        .containsExactly(
            new Sample(
                "s1",
                Map.of(
                    "id", "s1",
                    "question", "What is 1? ä",
                    "answer", "1",
                    "weight", "1.5",
                    "hard", "true"),
                List.of("1"),
                Map.of()),
            new Sample(
                "s2",
                Map.of("id", "s2", "answer", "2", "weight", "2.5", "hard", "false"),
                List.of("2"),
                Map.of()));
  }

  @Test
  void readsManyRowsInTheirOrder() throws IOException {
    assertThat(read(file(20_000), ANSWER))
        .hasSize(20_000)
        .extracting(Sample::id)
        .startsWith("s1", "s2")
        .endsWith("s20000");
  }

  @Test
  void namesTheRowThatLacksAField() throws IOException {
    Path file = file(3);
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> read(file, new FieldMapping(null, "anwser", null, Map.of())))
        .withMessageStartingWith(file + ":1: there is no field 'anwser'")
        .withMessageContaining("did you mean 'answer'?");
  }

  @Test
  void refusesWhatIsNoParquet() throws IOException {
    Path file = folder.resolve("text.parquet");
    for (String content : List.of("", "PAR1", "id,question\n1,a\n", "PAR1".repeat(20))) {
      Files.writeString(file, content);
      assertThatExceptionOfType(InvalidException.class)
          .as(content)
          .isThrownBy(() -> read(file, FieldMapping.DEFAULT))
          .withMessageContaining("text.parquet");
    }
  }

  /** Whatever is broken, it is told as a problem of the file. */
  @Test
  void refusesBrokenFilesWithoutAnotherFailure() throws IOException {
    byte[] whole = Files.readAllBytes(file(500));
    Random random = new Random(20_261_124);
    Path broken = folder.resolve("broken.parquet");
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      if (i % 3 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        for (int j = 0; j < 4; j++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
      Files.write(broken, bytes);
      try {
        assertThat(read(broken, ANSWER)).hasSizeLessThanOrEqualTo(500);
      } catch (InvalidException e) {
        assertThat(e).hasMessageContaining("broken.parquet");
      }
    }
  }
}
