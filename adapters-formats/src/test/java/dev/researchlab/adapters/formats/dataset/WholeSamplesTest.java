package dev.researchlab.adapters.formats.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeSamplesTest {

  @TempDir private Path folder;

  private List<Sample> read(String text) throws Exception {
    Path file = folder.resolve("samples.jsonl");
    Files.writeString(file, text);
    List<Sample> samples = new ArrayList<>();
    try (WholeSamples whole = new WholeSamples(file)) {
      whole.forEachRemaining(samples::add);
    }
    return samples;
  }

  @Test
  void readsWhatItWroteWithEverythingThatASampleHas() throws Exception {
    Sample all =
        new Sample(
            "ä \"1\"\n",
            Map.of("id", "own", "expected", "no", "empty", "", "line", "a\nb\u2028c"),
            List.of("Paris", "", "{\"name\":\"f\",\"arguments\":{}}"),
            Map.of("cluster", "c", "split", "test"),
            List.of(
                new ChatMessage(Role.SYSTEM, "Be brief."),
                new ChatMessage(
                    Role.USER,
                    "",
                    List.of("data:image/png;base64,iVBORw0KGgo=", "https://example.org/a.png"),
                    List.of(),
                    null),
                new ChatMessage(
                    Role.ASSISTANT,
                    "",
                    List.of(),
                    List.of(new ToolCall("c1", "weather", "{not json")),
                    null),
                new ChatMessage(Role.TOOL, "sunny", List.of(), List.of(), "c1")));
    Sample least = new Sample("2", Map.of(), List.of(), Map.of());

    assertThat(read(WholeSamples.line(all) + "\n" + WholeSamples.line(least)))
        .containsExactly(all, least);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{}",
        "{\"id\": 1}",
        "{\"id\": \" \"}",
        "{\"id\": \"a\", \"question\": \"b\"}",
        "{\"id\": \"a\", \"variables\": []}",
        "{\"id\": \"a\", \"variables\": {\"n\": 1}}",
        "{\"id\": \"a\", \"expected\": \"b\"}",
        "{\"id\": \"a\", \"messages\": [{\"role\": \"user\", \"content\": \"\", \"images\":"
            + " [\"/etc/passwd\"]}]}",
        "{\"id\": \"first\"}"
      })
  void refusesALineThatIsNoSampleAndNamesIt(String line) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> read("{\"id\": \"first\"}\n" + line + "\n"))
        .withMessageContaining("samples.jsonl:2: ");
  }
}
