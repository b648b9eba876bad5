package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.QuotaReading;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.TokenLogprob;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** Tools, images, schemas, log-probabilities, completions and quotas. */
@Timeout(60)
class OpenAiFeaturesTest {

  private static final Map<String, String> COMPLETIONS = Map.of("api", "completions");

  @Test
  void sendsToolsAndWhatCameOfThem() throws InterruptedException {
    assertBody(
        request(
            List.of(
                new ChatMessage(Role.USER, "What is 1 + 2?"),
                new ChatMessage(
                    Role.ASSISTANT,
                    "",
                    List.of(),
                    List.of(new ToolCall("a", "add", "{\"x\": 1}")),
                    null),
                new ChatMessage(Role.TOOL, "3", List.of(), List.of(), "a")),
            List.of(
                new ToolDefinition("add", "Adds.", "{\"type\": \"object\"}"),
                new ToolDefinition("now", "", "{}")),
            null),
        """
        {"model": "test-model",
         "messages": [
           {"role": "user", "content": "What is 1 + 2?"},
           {"role": "assistant", "content": null, "tool_calls": [
             {"id": "a", "type": "function",
              "function": {"name": "add", "arguments": "{\\"x\\": 1}"}}]},
           {"role": "tool", "content": "3", "tool_call_id": "a"}],
         "tools": [
           {"type": "function", "function":
             {"name": "add", "description": "Adds.", "parameters": {"type": "object"}}},
           {"type": "function", "function": {"name": "now", "parameters": {}}}]}
        """);
  }

  @Test
  void sendsImagesAfterTheText() throws InterruptedException {
    List<String> images = List.of("https://example.org/a.png", "data:image/png;base64,AAAA");

    assertBody(
        request(
            List.of(
                new ChatMessage(Role.USER, "What is it?", images, List.of(), null),
                new ChatMessage(Role.USER, "", images.subList(1, 2), List.of(), null)),
            List.of(),
            null),
        """
        {"model": "test-model",
         "messages": [
           {"role": "user", "content": [
             {"type": "text", "text": "What is it?"},
             {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
             {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]},
           {"role": "user", "content": [
             {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]}]}
        """);
  }

  @Test
  void asksForAnswersOfASchema() throws InterruptedException {
    assertBody(
        request(
            List.of(new ChatMessage(Role.USER, "?")),
            List.of(),
            new ResponseSchema("my schema", "{\"type\": \"object\", \"x\": [1.50]}")),
        """
        {"model": "test-model",
         "messages": [{"role": "user", "content": "?"}],
         "response_format": {"type": "json_schema", "json_schema":
           {"name": "my_schema", "strict": true, "schema": {"type": "object", "x": [1.50]}}}}
        """);
  }

  @Test
  void callsASchemaThatIsNotJsonABadRequest() throws InterruptedException {
    try (WireServer server = WireServer.answering(OpenAi.ANSWER);
        LanguageModel model = OpenAi.model(server.baseUrl())) {
      for (String schema : List.of("{", "", "oh")) {
        Failure failure =
            OpenAi.failure(
                model.generate(
                    request(
                        List.of(new ChatMessage(Role.USER, "?")),
                        List.of(),
                        new ResponseSchema("s", schema))));

        assertThat(failure.kind()).isEqualTo(CallFailure.BAD_REQUEST);
        assertThat(failure.message()).contains("schema");
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void readsToolCalls() throws InterruptedException {
    Completion completion =
        OpenAi.completion(
            WireServer.answering(
                """
                {"choices":[{"message":{"content":null,"tool_calls":[
                  {"id":"a","type":"function","function":{"name":"add","arguments":"{\\"x\\":1}"}},
                  {"type":"function","function":{"name":"now","arguments":"oh"}}]},
                 "finish_reason":"stop"}]}
                """));

    assertThat(completion.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(completion.text()).isEmpty();
    assertThat(completion.toolCalls())
        .containsExactly(new ToolCall("a", "add", "{\"x\":1}"), new ToolCall("", "now", "oh"));
  }

  @Test
  void readsTheLogprobsOfAChat() throws InterruptedException {
    Map<String, String> options = Map.of("logprobs", "0");
    try (WireServer server =
            WireServer.answering(
                """
                {"choices":[{"message":{"content":"ab"},"finish_reason":"stop","logprobs":
                  {"content":[{"token":"a","logprob":-0.25,"bytes":[97],"top_logprobs":[]},
                    {"token":"b","logprob":1e-9}],"refusal":null}}]}
                """);
        LanguageModel model = OpenAi.model(server.baseUrl(), options)) {
      Completion completion = (Completion) model.generate(OpenAi.request());

      assertThat(completion.logprobs())
          .containsExactly(new TokenLogprob("a", -0.25), new TokenLogprob("b", 0.0));
      assertThat(server.request().body()).contains("\"logprobs\":true");
    }
  }

  @Test
  void continuesATextWithTheLogprobsOfTheEchoedPrompt() throws InterruptedException {
    Map<String, String> options = Map.of("api", "completions", "logprobs", "1", "echo", "true");
    try (WireServer server =
            WireServer.answering(
                """
                {"object":"text_completion","choices":[{"text":"One two","index":0,"logprobs":
                  {"tokens":["One"," two"],"token_logprobs":[null,-1.5],"top_logprobs":[null,{}],
                   "text_offset":[0,3]},"finish_reason":"length"}],
                 "usage":{"prompt_tokens":1,"completion_tokens":1}}
                """);
        LanguageModel model = OpenAi.model(server.baseUrl(), options)) {
      Completion completion = (Completion) model.generate(OpenAi.request("One"));
      WireServer.Request request = server.request();

      assertThat(request.requestLine()).isEqualTo("POST /v1/completions HTTP/1.1");
      assertThat(request.body())
          .isEqualTo("{\"model\":\"test-model\",\"prompt\":\"One\",\"logprobs\":1,\"echo\":true}");
      assertThat(completion.text()).isEqualTo("One two");
      assertThat(completion.finishReason()).isEqualTo(FinishReason.LENGTH);
      assertThat(completion.logprobs())
          .containsExactly(new TokenLogprob("One", null), new TokenLogprob(" two", -1.5));
    }
  }

  @Test
  void callsTokensWithoutTheirLogprobsMalformed() throws InterruptedException {
    try (WireServer server =
            WireServer.answering(
                "{\"choices\":[{\"text\":\"a\",\"logprobs\":{\"tokens\":[\"a\"]}}]}");
        LanguageModel model = OpenAi.model(server.baseUrl(), COMPLETIONS)) {
      assertThat(OpenAi.failure(model.generate(OpenAi.request())).kind())
          .isEqualTo(CallFailure.MALFORMED);
    }
  }

  @Test
  void continuesNothingButTexts() throws InterruptedException {
    List<ToolDefinition> tools = List.of(new ToolDefinition("now", "", "{}"));
    try (WireServer server = WireServer.answering(OpenAi.ANSWER);
        LanguageModel model = OpenAi.model(server.baseUrl(), COMPLETIONS)) {
      GenerationResult result =
          model.generate(request(List.of(new ChatMessage(Role.USER, "?")), tools, null));

      assertThat(OpenAi.failure(result).kind()).isEqualTo(CallFailure.BAD_REQUEST);
    }
  }

  @Test
  void readsQuotasBesideAnswersAndFailures() throws InterruptedException {
    String headers = "x-ratelimit-limit-requests: 60\r\nx-ratelimit-remaining-requests: 0\r\n";
    QuotaReading reading = new QuotaReading(QuotaReading.Dimension.REQUESTS, 60L, 0, null);

    assertThat(OpenAi.completion(WireServer.answering(200, headers, OpenAi.ANSWER)).quotas())
        .containsExactly(reading);
    assertThat(OpenAi.failure(WireServer.answering(429, headers, "")).quotas())
        .containsExactly(reading);
    assertThat(OpenAi.failure(WireServer.answering(200, headers, "oh")).quotas())
        .containsExactly(reading);
  }

  @Test
  void tellsOnceWhenAnAnswerBeginsAndNeverWhenThereIsNone() throws InterruptedException {
    AtomicInteger told = new AtomicInteger();
    try (WireServer server = WireServer.answering(OpenAi.ANSWER);
        WireServer refusing = WireServer.answering(500, "", "");
        LanguageModel model = OpenAi.model(server.baseUrl());
        LanguageModel refused = OpenAi.model(refusing.baseUrl())) {
      Completion completion = (Completion) model.generate(OpenAi.request(), told::incrementAndGet);
      refused.generate(OpenAi.request(), told::incrementAndGet);

      assertThat(told).hasValue(1);
      assertThat(completion.timeToFirstByte())
          .isPositive()
          .isLessThanOrEqualTo(completion.latency());
    }
  }

  private static GenerationRequest request(
      List<ChatMessage> messages, List<ToolDefinition> tools, @Nullable ResponseSchema schema) {
    return new GenerationRequest(
        messages,
        new GenerationParameters(null, null, null, List.of(), null, tools, schema),
        Sample.of("q1", "?", "!"),
        1,
        42);
  }

  private static void assertBody(GenerationRequest request, String expected)
      throws InterruptedException {
    JsonMapper mapper = new JsonMapper();
    try (WireServer server = WireServer.answering(OpenAi.ANSWER);
        LanguageModel model = OpenAi.model(server.baseUrl())) {
      model.generate(request);

      assertThat(mapper.readTree(server.request().body())).isEqualTo(mapper.readTree(expected));
    }
  }
}
