package dev.researchlab.adapters.llm.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.ports.driven.model.ModelProvider;
import dev.researchlab.ports.testkit.model.ModelProviderContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayProviderTest extends ModelProviderContract {

  @TempDir private Path folder;

  @BeforeEach
  void writeRecording() throws IOException {
    write("{\"id\": \"q1\", \"answer\": \"Paris\"}\n");
  }

  @Override
  protected ModelProvider provider() {
    return new ReplayProvider();
  }

  @Override
  protected ModelSpecification working() {
    return with(Map.of("file", file().toString(), "answer", "answer", "key", "id"));
  }

  @Override
  protected Map<String, ModelSpecification> broken() {
    return Map.of(
        "file", with(Map.of("answer", "answer")),
        "answer", with(Map.of("file", file().toString())),
        "answers.jsonl.gone", with(Map.of("file", file() + ".gone", "answer", "answer")),
        "file: ", with(Map.of("file", folder.toString(), "answer", "answer")));
  }

  @Test
  void namesTheLineOfAFieldThatNoLineHasAndTheNearestOne() throws IOException {
    write(
        """

        {"id": "q1", "6b_finetuning": {"is_correct": true, "solution": "A: 1"}}
        {"id": "q2", "6b_finetuning": {"is_correct": true, "solution": "A: 2"}}
        """);

    assertRejected(
        with(Map.of("file", file().toString(), "answer", "6b_fintuning.solution")),
        file() + ":2: ",
        "'6b_fintuning.solution'",
        "nearest is '6b_finetuning.solution'");
  }

  @Test
  void namesTheLineWithoutAKeyAndTheNearestField() throws IOException {
    write("{\"id\": \"q1\", \"answer\": \"x\"}\n{\"sample_id\": 2, \"answer\": \"y\"}\n");

    assertRejected(working(), file() + ":2: ", "'id'", "nearest is 'sample_id'");
  }

  @Test
  void asksForAFieldOfAnObject() throws IOException {
    write("{\"id\": \"q1\", \"answer\": {\"text\": \"x\"}}\n");

    assertRejected(working(), file() + ":1: ", "'answer'", "object");
  }

  @Test
  void opensTheRecordingThatWasMeantAndRefusesOneThatChanged() throws IOException {
    ModelSpecification meant =
        with(
            Map.of(
                "file",
                file().toString(),
                "answer",
                "answer",
                "file_sha256",
                ContentHash.of(Files.readAllBytes(file())).hex()));
    provider().open(meant).close();
    write("{\"id\": \"q1\", \"answer\": \"Rome\"}\n");

    assertRejected(meant, "file: ", file().toString(), "SHA-256");
  }

  @Test
  void rejectsAnEmptyFile() throws IOException {
    write("\n \n");

    assertRejected(working(), file().toString(), "no records");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"id\": \"q1\"",
        "not json",
        "{\"id\": NaN}",
        "[]",
        "\"text\"",
        "null",
        "`{\"id\": \"q1\", \"answer\": \"x\"} {}`"
      })
  void namesTheLineThatIsNoJsonObject(String line) throws IOException {
    write("{\"id\": \"q0\", \"answer\": \"x\"}\n\n" + line + "\n");

    assertRejected(working(), file() + ":3: ");
  }

  @Test
  void namesTheLineThatIsNotUtf8() throws IOException {
    byte[] latin1 =
        "{\"id\": \"q0\", \"answer\": \"x\"}\n{\"id\": \"q1\", \"answer\": \"\u00e9\"}\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file(), latin1);

    assertRejected(working(), file() + ":2: ", "UTF-8");
  }

  private Path file() {
    return folder.resolve("answers.jsonl");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private static ModelSpecification with(Map<String, String> options) {
    return ModelSpecification.of("replay", "recorded").withOptions(options);
  }

  private void assertRejected(ModelSpecification specification, String... parts) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> provider().open(specification).close())
        .satisfies(e -> assertThat(e.getMessage()).contains(parts).hasLineCount(1));
  }
}
