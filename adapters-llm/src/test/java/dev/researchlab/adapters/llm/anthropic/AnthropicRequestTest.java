package dev.researchlab.adapters.llm.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** What is sent. */
@Timeout(60)
class AnthropicRequestTest {

  @Test
  void postsTheMessagesWithTheKeyAndTheVersion() throws InterruptedException {
    WireServer.Request request = send(Anthropic.request(), false);

    assertThat(request.requestLine()).isEqualTo("POST /v1/messages HTTP/1.1");
    assertThat(request.header("x-api-key")).containsExactly(Anthropic.KEY);
    assertThat(request.header("anthropic-version")).containsExactly("2023-06-01");
    assertThat(request.header("Authorization")).isEmpty();
    assertJson(
        request.body(),
        """
        {"model": "test-model", "max_tokens": 1024,
         "messages": [{"role": "user", "content": "What is the capital of France?"}]}
        """);
  }

  @Test
  void sendsEveryParameterThatIsSaidAndTheSystemPromptApart() throws InterruptedException {
    GenerationRequest full =
        Anthropic.request(
            new GenerationParameters(
                0.5,
                0.9,
                256,
                List.of("END"),
                7L,
                List.of(
                    new ToolDefinition("add", "Adds.", "{\"type\": \"object\"}"),
                    new ToolDefinition("now", "", "{}")),
                new ResponseSchema("s", "{\"type\": \"object\"}")),
            new ChatMessage(Role.SYSTEM, "Be brief."),
            new ChatMessage(Role.SYSTEM, "Be kind."),
            new ChatMessage(Role.USER, "Hi"),
            new ChatMessage(Role.ASSISTANT, "Hello"),
            new ChatMessage(Role.USER, "Bye"));

    assertJson(
        send(full, true).body(),
        """
        {"model": "test-model", "system": "Be brief.\\n\\nBe kind.",
         "messages": [
           {"role": "user", "content": "Hi"},
           {"role": "assistant", "content": "Hello"},
           {"role": "user", "content": "Bye"}],
         "max_tokens": 256, "temperature": 0.5, "top_p": 0.9, "stop_sequences": ["END"],
         "tools": [
           {"name": "add", "description": "Adds.", "input_schema": {"type": "object"}},
           {"name": "now", "input_schema": {}}],
         "output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}},
         "stream": true}
        """);
  }

  @Test
  void sendsToolCallsAndTheirResultsTogether() throws InterruptedException {
    List<ToolCall> calls =
        List.of(new ToolCall("a", "add", "{\"x\": 1}"), new ToolCall("b", "now", ""));
    GenerationRequest request =
        Anthropic.request(
            new ChatMessage(Role.USER, "?"),
            new ChatMessage(Role.ASSISTANT, "Let me see.", List.of(), calls, null),
            new ChatMessage(Role.TOOL, "3", List.of(), List.of(), "a"),
            new ChatMessage(Role.TOOL, "noon", List.of(), List.of(), "b"),
            new ChatMessage(Role.USER, "And?"));

    assertJson(
        send(request, false).body(),
        """
        {"model": "test-model", "max_tokens": 1024,
         "messages": [
           {"role": "user", "content": "?"},
           {"role": "assistant", "content": [
             {"type": "text", "text": "Let me see."},
             {"type": "tool_use", "id": "a", "name": "add", "input": {"x": 1}},
             {"type": "tool_use", "id": "b", "name": "now", "input": {}}]},
           {"role": "user", "content": [
             {"type": "tool_result", "tool_use_id": "a", "content": "3"},
             {"type": "tool_result", "tool_use_id": "b", "content": "noon"}]},
           {"role": "user", "content": "And?"}]}
        """);
  }

  @Test
  void sendsImagesByUrlAndInBase64() throws InterruptedException {
    List<String> images = List.of("https://example.org/a.png", "data:image/png;base64,AAAA");
    GenerationRequest request =
        Anthropic.request(new ChatMessage(Role.USER, "What?", images, List.of(), null));

    assertJson(
        send(request, false).body(),
        """
        {"model": "test-model", "max_tokens": 1024,
         "messages": [{"role": "user", "content": [
           {"type": "text", "text": "What?"},
           {"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}},
           {"type": "image", "source":
             {"type": "base64", "media_type": "image/png", "data": "AAAA"}}]}]}
        """);
  }

  @Test
  void sendsNothingThatCannotBeSent() throws InterruptedException {
    List<String> images = List.of("data:image/svg+xml,<svg/>");
    List<ToolCall> calls = List.of(new ToolCall("a", "add", "{\"x\":"));
    try (WireServer server = WireServer.answering(Anthropic.ANSWER);
        LanguageModel model = Anthropic.model(server.baseUrl(), false)) {
      for (ChatMessage message :
          List.of(
              new ChatMessage(Role.USER, "", images, List.of(), null),
              new ChatMessage(Role.ASSISTANT, "", List.of(), calls, null))) {
        assertThat(model.generate(Anthropic.request(message)))
            .isInstanceOfSatisfying(
                Failure.class,
                failure -> assertThat(failure.kind()).isEqualTo(CallFailure.BAD_REQUEST));
      }
      assertThat(server.connections()).isZero();
    }
  }

  private static WireServer.Request send(GenerationRequest request, boolean stream)
      throws InterruptedException {
    try (WireServer server =
            WireServer.answering(200, "Content-Type: application/json\r\n", Anthropic.ANSWER);
        LanguageModel model = Anthropic.model(server.baseUrl(), stream)) {
      model.generate(request);
      return server.request();
    }
  }

  private static void assertJson(String actual, String expected) {
    JsonMapper mapper = new JsonMapper();
    assertThat(mapper.readTree(actual)).isEqualTo(mapper.readTree(expected));
  }
}
