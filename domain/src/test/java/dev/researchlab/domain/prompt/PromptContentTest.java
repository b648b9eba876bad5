package dev.researchlab.domain.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptContentTest {

  private static final ChatMessage SYSTEM = new ChatMessage(Role.SYSTEM, "Be {{how}}.");
  private static final ChatMessage USER = new ChatMessage(Role.USER, "Hello {{how}}");
  private static final ChatMessage ASSISTANT = new ChatMessage(Role.ASSISTANT, "{{unknown}}");

  private static final PromptContent AROUND =
      PromptContent.of(
          List.of(
              new PromptPart.Message(SYSTEM),
              new PromptPart.SampleMessages(),
              new PromptPart.Message(
                  new ChatMessage(
                      Role.USER,
                      "See:",
                      List.of("{{photo}}", "https://example.org/{{how}}.png"),
                      List.of(),
                      null))));

  private static Sample sample(Map<String, String> variables, ChatMessage... messages) {
    return new Sample("7", variables, List.of(), Map.of(), List.of(messages));
  }

  @Test
  void putsTheMessagesOfTheSampleInTheirPlaceAsTheyAre() {
    Map<String, String> values = Map.of("how", "{{photo}}", "photo", "data:image/png;base64,AA==");

    assertThat(AROUND.render(sample(values, USER, ASSISTANT)))
        .containsExactly(
            new ChatMessage(Role.SYSTEM, "Be {{photo}}."),
            USER,
            ASSISTANT,
            new ChatMessage(
                Role.USER,
                "See:",
                List.of("data:image/png;base64,AA==", "https://example.org/{{photo}}.png"),
                List.of(),
                null));
  }

  @Test
  void saysWhatASampleLacks() {
    assertThat(AROUND.variables()).containsExactly("how", "photo");
    assertThat(AROUND.missingFrom(sample(Map.of("how", ""), USER)))
        .contains("the variable {{photo}}");
    assertThat(AROUND.missingFrom(sample(Map.of("how", "", "photo", ""))))
        .contains("the placeholder 'messages'");
    assertThat(AROUND.missingFrom(sample(Map.of("how", "", "photo", ""), USER))).isEmpty();
    assertThat(PromptContent.text("x").missingFrom(sample(Map.of()))).isEmpty();
  }

  @Test
  void refusesToRenderASampleThatLacksSomething() {
    assertThatThrownBy(() -> AROUND.render(sample(Map.of("how", ""), USER)))
        .isInstanceOf(UndefinedVariableException.class);
    assertThatThrownBy(() -> AROUND.render(sample(Map.of("how", "", "photo", ""))))
        .hasMessage("the prompt has a place for messages, and sample '7' has none");
  }

  @Test
  void refusesAPromptThatSaysNothingOrTheConversationTwice() {
    assertThatThrownBy(() -> PromptContent.of(List.of()))
        .isInstanceOf(InvalidException.class)
        .hasMessage("messages: a prompt has at least one");
    assertThatThrownBy(
            () ->
                PromptContent.of(
                    List.of(new PromptPart.SampleMessages(), new PromptPart.SampleMessages())))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("messages: a prompt has the placeholder");
  }

  @Test
  void hashesTextsAsBeforeThereWereImagesAndPlaceholders() {
    assertThat(
            PromptContent.chat(
                    List.of(
                        new ChatMessage(Role.SYSTEM, "Be brief."),
                        new ChatMessage(Role.USER, "{{q}}")))
                .hash()
                .hex())
        .isEqualTo("0b95fb9167c1adf3cc29fb2e0f28dc5bcedcff9fc5f59055855f21f2ab4f40d7");
  }

  @Test
  void tellsPromptsApartByImagesAndPlaceholders() {
    PromptPart plain = new PromptPart.Message(USER);
    PromptPart withImage =
        new PromptPart.Message(
            new ChatMessage(Role.USER, USER.content(), List.of("{{a}}"), List.of(), null));
    PromptPart place = new PromptPart.SampleMessages();
    assertThat(
            List.of(
                PromptContent.of(List.of(plain)).hash(),
                PromptContent.of(List.of(withImage)).hash(),
                PromptContent.of(List.of(place)).hash(),
                PromptContent.of(List.of(plain, place)).hash(),
                PromptContent.of(List.of(place, plain)).hash()))
        .doesNotHaveDuplicates();
  }
}
