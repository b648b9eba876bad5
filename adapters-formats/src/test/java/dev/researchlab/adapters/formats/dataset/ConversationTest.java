package dev.researchlab.adapters.formats.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {

  private static final FieldMapping CHAT =
      new FieldMapping(null, null, Map.of(), Map.of(), "chat", Set.of());

  @TempDir Path folder;

  private List<Sample> read(DatasetFormat format, String content, FieldMapping mapping) {
    return DatasetText.of(folder, format, content).read(mapping);
  }

  private List<ChatMessage> messages(String chat) {
    return read(DatasetFormat.JSONL, "{\"chat\": " + chat + "}", CHAT).getFirst().messages();
  }

  private static ChatMessage user(String text, String... images) {
    return new ChatMessage(Role.USER, text, List.of(images), List.of(), null);
  }

  @Test
  void readsAConversationWithToolsAsProvidersWriteIt() {
    assertThat(
            messages(
                """
                [{"role": "system", "content": "Be {{kind}}.", "weight": 1},
                 {"role": "user", "content": "Weather?"},
                 {"role": "assistant", "content": null, "tool_calls": [
                   {"id": "c1", "type": "function",
                    "function": {"name": "get", "arguments": "{\\"city\\": \\"Paris\\"}"}},
                   {"id": "c2", "name": "get", "arguments": {"city": ["Rome", 1.0]}}]},
                 {"role": "tool", "tool_call_id": "c1", "content": "18"},
                 {"role": "tool", "tool_call_id": "c2", "content": ""}]
                """
                    .replace("\n", " ")))
        .containsExactly(
            new ChatMessage(Role.SYSTEM, "Be {{kind}}."),
            user("Weather?"),
            new ChatMessage(
                Role.ASSISTANT,
                "",
                List.of(),
                List.of(
                    new ToolCall("c1", "get", "{\"city\": \"Paris\"}"),
                    new ToolCall("c2", "get", "{\"city\":[\"Rome\",1.0]}")),
                null),
            new ChatMessage(Role.TOOL, "18", List.of(), List.of(), "c1"),
            new ChatMessage(Role.TOOL, "", List.of(), List.of(), "c2"));
  }

  @Test
  void readsPartsOfTextAndImages() {
    assertThat(
            messages(
                """
                [{"role": "user", "images": ["https://example.org/2.png"], "content": [
                   {"type": "text", "text": "One"},
                   {"type": "image_url", "image_url": {"url": "http://example.org/1.png"}},
                   {"type": "text", "text": "Two"}]},
                 {"role": "user", "content": [
                   {"type": "image_url", "image_url": "data:image/gif;base64,AAAA"}]}]
                """
                    .replace("\n", " ")))
        .containsExactly(
            user("One\nTwo", "http://example.org/1.png", "https://example.org/2.png"),
            user("", "data:image/gif;base64,AAAA"));
  }

  @Test
  void takesTheFieldMessagesWhereItIsAConversation() {
    assertThat(
            read(
                DatasetFormat.JSONL,
                """
                {"messages": [{"role": "user", "content": "x"}]}
                {"messages": [{"from": "human", "value": "x"}]}
                {"messages": ["role", "content"]}
                {"messages": []}
                {"messages": "none"}
                {"question": "x"}
                """,
                FieldMapping.DEFAULT))
        .extracting(Sample::messages)
        .containsExactly(List.of(user("x")), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  @Test
  void readsAConversationFromTheCellOfACsvFile() {
    assertThat(
            read(
                DatasetFormat.CSV,
                "chat\n\"[{\"\"role\"\": \"\"user\"\", \"\"content\"\": \"\"a, b\"\"}]\"\n",
                CHAT))
        .extracting(Sample::messages)
        .containsExactly(List.of(user("a, b")));
    assertThat(DatasetText.of(folder, DatasetFormat.CSV, "chat\nhello\n").problem(CHAT))
        .startsWith("data:2: chat: is not valid JSON at column 6: Unrecognized token 'hello'");
    assertThat(DatasetText.of(folder, DatasetFormat.CSV, "chta\nhello\n").problem(CHAT))
        .isEqualTo(
            "data:1: there is no field 'chat' (dataset.fields.messages); did you mean 'chta'? there"
                + " are: chta");
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatIsNoConversation(String chat, String problem) {
    String content = "\n{\"chat\": " + chat + "}";

    assertThat(DatasetText.of(folder, DatasetFormat.JSONL, content).problem(CHAT))
        .isEqualTo("data:2: " + problem);
  }

  static Stream<Arguments> refusesWhatIsNoConversation() {
    return Stream.of(
        arguments("[]", "chat: expected a list of messages such as {\"role\": \"user\", ...}"),
        arguments("{}", "chat: expected a list of messages such as {\"role\": \"user\", ...}"),
        arguments("7", "chat: expected a list of messages such as {\"role\": \"user\", ...}"),
        arguments("[\"hi\"]", "chat[0]: expected an object"),
        arguments(
            "[{\"content\": \"x\"}]",
            "chat[0].role: is missing; add one of system, user, assistant, tool"),
        arguments(
            "[{\"role\": \"user\", \"content\": \"x\"}, {\"role\": \"asistant\"}]",
            "chat[1].role: unknown role 'asistant'; did you mean 'assistant'? there are: system,"
                + " user, assistant, tool"),
        arguments("[{\"role\": \"user\"}]", "chat[0].content: is missing; add what is said"),
        arguments(
            "[{\"role\": \"user\", \"content\": null}]",
            "chat[0].content: is missing; add what is said"),
        arguments(
            "[{\"role\": \"user\", \"content\": 7}]",
            "chat[0].content: expected a text or a list of parts"),
        arguments(
            "[{\"role\": \"user\", \"content\": [{\"type\": \"input_audio\"}]}]",
            "chat[0].content[0].type: expected 'text' or 'image_url'; other parts are not known"),
        arguments(
            "[{\"role\": \"user\", \"content\": [{\"type\": \"text\"}]}]",
            "chat[0].content[0].text: expected a text"),
        arguments(
            "[{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {}}]}]",
            "chat[0].content[0].image_url: expected the URL, the data URI or the path of an"
                + " image"),
        arguments(
            "[{\"role\": \"user\", \"content\": \"x\", \"images\": [\"photo.png\"]}]",
            "chat[0].images[0]: there is no image file 'photo.png'; its path starts from the"
                + " folder of the dataset file"),
        arguments(
            "[{\"role\": \"user\", \"content\": \"x\", \"images\": [\"file:///etc/x.png\"]}]",
            "chat[0].images[0]: expected an image: an http(s) URL, a data URI such as"
                + " data:image/png;base64,... or the path of a file, found 'file:///etc/x.png'"),
        arguments(
            "[{\"role\": \"user\", \"content\": \"x\", \"images\": [\"data:text/plain,x\"]}]",
            "chat[0].images[0]: expected an image: an http(s) URL, a data URI such as"
                + " data:image/png;base64,... or the path of a file, found 'data:text/plain,x'"),
        arguments(
            "[{\"role\": \"user\", \"content\": \"x\", \"images\": [\"data\"]}]",
            "chat[0].images[0]: 'data' is no image of type png, jpeg, gif or webp"),
        arguments(
            "[{\"role\": \"tool\", \"content\": \"x\"}]",
            "chat[0].tool_call_id: is missing; a tool's message names the call that it answers"),
        arguments(
            "[{\"role\": \"user\", \"content\": \"x\", \"tool_call_id\": \"c\"}]",
            "chat[0].tool_call_id: only a tool's message has it"),
        arguments(
            "[{\"role\": \"user\", \"content\": \"x\", \"tool_calls\": [{\"name\": \"f\"}]}]",
            "chat[0].tool_calls: only an assistant's message has them"),
        arguments(
            "[{\"role\": \"assistant\", \"tool_calls\": [{\"function\": {}}]}]",
            "chat[0].tool_calls[0].name: expected a text"));
  }

  @ParameterizedTest
  @CsvSource({
    "png, 89504E470D0A1A0A00",
    "jpeg, FFD8FFE000",
    "gif, 474946383961",
    "webp, 524946460000000057454250"
  })
  void makesADataUriOfAFile(String type, String hexadecimal) throws IOException {
    byte[] content = HexFormat.of().parseHex(hexadecimal);
    Files.createDirectory(folder.resolve("pictures"));
    Files.write(folder.resolve("pictures/a picture.bin"), content);
    FieldMapping mapping =
        new FieldMapping(null, null, null, Map.of(), null, Set.of("photo", "absent"));

    assertThat(
            read(
                DatasetFormat.JSONL,
                "{\"photo\": \"pictures/a picture.bin\", \"path\": \"pictures/a picture.bin\"}",
                mapping))
        .extracting(Sample::variables)
        .containsExactly(
            Map.of(
                "photo",
                "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(content),
                "path",
                "pictures/a picture.bin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/a.png?b=c",
        "HTTP://example.org/a.png",
        "data:image/png;base64,iVBORw0KGgo="
      })
  void leavesUrlsAndDataUrisAsTheyAre(String image) {
    assertThat(
            read(
                DatasetFormat.CSV,
                "photo\n\"" + image + "\"\n",
                new FieldMapping(null, null, null, Map.of(), null, Set.of("photo"))))
        .extracting(Sample::variables)
        .containsExactly(Map.of("photo", image));
  }

  @Test
  void refusesAnImageThatIsTooLarge() throws IOException {
    try (RandomAccessFile large =
        new RandomAccessFile(folder.resolve("large.png").toFile(), "rw")) {
      large.write("GIF89a".getBytes(StandardCharsets.US_ASCII));
      large.setLength(20_000_001);
    }

    assertThat(
            DatasetText.of(folder, DatasetFormat.JSONL, "{\"photo\": \"large.png\"}")
                .problem(new FieldMapping(null, null, null, Map.of(), null, Set.of("photo"))))
        .isEqualTo(
            "data:1: the variable 'photo': 'large.png' has 20000001 bytes; at most 20000000 (20"
                + " MB) are allowed");
  }

  @Test
  void takesCallsOfToolsForExpectedAnswers() {
    FieldMapping mapping = new FieldMapping(null, "calls", Map.of(), Map.of());

    assertThat(
            read(
                DatasetFormat.JSONL,
                """
                {"calls": {"name": "f", "arguments": {"x": 1.0}}}
                {"calls": [{"name": "f", "arguments": {}}, {"name": "g", "arguments": {}}]}
                {"calls": [[{"name": "f", "arguments": {}}, {"name": "g", "arguments": {}}]]}
                {"calls": "[]"}
                """,
                mapping))
        .extracting(Sample::expected)
        .containsExactly(
            List.of("{\"name\":\"f\",\"arguments\":{\"x\":1.0}}"),
            List.of("{\"name\":\"f\",\"arguments\":{}}", "{\"name\":\"g\",\"arguments\":{}}"),
            List.of("[{\"name\":\"f\",\"arguments\":{}},{\"name\":\"g\",\"arguments\":{}}]"),
            List.of("[]"));
  }
}
