package dev.researchlab.adapters.http.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.adapters.http.Mutations;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptJsonTest {

  private static final String CHAT =
      """
      {"messages": [{"role": "system", "content": "Be brief."},
        {"placeholder": "messages"},
        {"role": "user", "content": "{{q}}", "images": ["{{photo}}", "https://example.org/x.png"]}]}
      """;

  private static PromptContent read(String text) {
    JsonInput json = new JsonInput("", Json.parse(text));
    PromptContent content = json.make(() -> PromptJson.content(json));
    json.done();
    return content;
  }

  @Test
  void readsAChatWithThePlaceOfAConversation() {
    PromptContent content = read(CHAT);
    assertThat(content.variables()).containsExactly("q", "photo");
    assertThat(content.placesMessages()).isTrue();
  }

  @Test
  void refusesWhateverIsWrongByAProblemWithItsPath() {
    assertThat(Mutations.failures(CHAT, PromptJson::content)).isEmpty();
    assertThat(Mutations.failures("{\"text\": \"{{q}}\"}", PromptJson::content)).isEmpty();
  }

  @Test
  void refusesThePlaceOfTheConversationTwice() {
    String twice =
        "{\"messages\": [{\"placeholder\": \"messages\"}, {\"placeholder\": \"messages\"}]}";
    assertThatThrownBy(() -> read(twice))
        .hasMessageStartingWith("messages: a prompt has the place");
  }

  @Test
  void refusesATextBesideMessagesAndNeither() {
    assertThatThrownBy(() -> read("{}")).hasMessageContaining("either 'text' or 'messages'");
    assertThatThrownBy(() -> read(CHAT.replace("{\"messages\"", "{\"text\": \"x\", \"messages\"")))
        .hasMessageContaining("either 'text' or 'messages'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "/etc/passwd", "{{photo}}/../x", "photo"})
  void refusesAnImageThatNoProviderCanFetch(String image) {
    assertThatThrownBy(() -> read(CHAT.replace("{{photo}}", image)))
        .hasMessageStartingWith("messages[2].images[0]: must be an http(s) URL");
  }

  @Test
  void refusesAMessageThatSaysNothingAndOneOfATool() {
    assertThatThrownBy(() -> read("{\"messages\": [{\"role\": \"user\"}]}"))
        .hasMessage("messages[0].content: is missing");
    assertThatThrownBy(() -> read("{\"messages\": [{\"role\": \"tool\", \"content\": \"12\"}]}"))
        .hasMessageStartingWith("messages[0].role: must be system, user or assistant");
  }

  @Test
  void writesTheSameLabelsInTheSameBytes() {
    PromptVersion version =
        new PromptVersion(
            new PromptId(new UUID(0, 1)), ProjectId.DEFAULT, "p", 1, read(CHAT), Instant.EPOCH);
    // The same bucket of a hash map, and so listed in the order of their insertion.
    Map<String, Integer> one = new HashMap<>();
    one.put("Aa", 1);
    one.put("BB", 1);
    Map<String, Integer> other = new HashMap<>();
    other.put("BB", 1);
    other.put("Aa", 1);

    assertThat(PromptJson.write(version, one))
        .hasToString(PromptJson.write(version, other).toString());
  }
}
