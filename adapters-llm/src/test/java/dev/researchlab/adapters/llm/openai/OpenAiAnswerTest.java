package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.TokenUsage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of an answer with status 200. */
@Timeout(60)
class OpenAiAnswerTest {

  @Test
  void readsTheAnswerAndWhatItUsed() throws InterruptedException {
    Completion completion = OpenAi.completion(WireServer.answering(OpenAi.ANSWER));

    assertThat(completion.text()).isEqualTo("Paris");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(completion.usage()).isEqualTo(new TokenUsage(12, 3));
    assertThat(completion.latency()).isPositive();
  }

  @Test
  void measuresFromTheRequestToTheEndOfTheBody() throws InterruptedException {
    Duration pause = Duration.ofMillis(150);
    String response = WireServer.response(200, "", OpenAi.ANSWER);
    int half = response.length() - 20;
    Completion completion =
        OpenAi.completion(
            WireServer.running(
                socket -> {
                  Thread.sleep(pause);
                  WireServer.send(socket, response.substring(0, half));
                  Thread.sleep(pause);
                  WireServer.send(socket, response.substring(half));
                }));

    assertThat(completion.latency())
        .isGreaterThanOrEqualTo(pause.multipliedBy(2))
        .isLessThan(pause.multipliedBy(2).plusSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"stop\"', STOP",
    "'\"length\"', LENGTH",
    "'\"content_filter\"', CONTENT_FILTER",
    "'\"eos_token\"', STOP",
    "null, STOP"
  })
  void readsWhyTheAnswerEnded(String json, FinishReason reason) throws InterruptedException {
    Completion completion = completion("{\"content\":\"x\"}", json);

    assertThat(completion.finishReason()).isEqualTo(reason);
    assertThat(completion.text()).isEqualTo("x");
  }

  @Test
  void takesAnEmptyAnswerForAnAnswer() throws InterruptedException {
    Completion completion = completion("{\"content\":\"\"}", "\"stop\"");

    assertThat(completion.text()).isEmpty();
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(completion.usage()).isNull();
  }

  @Test
  void takesARefusalForAFilteredAnswer() throws InterruptedException {
    Completion completion =
        completion("{\"content\":null,\"refusal\":\"I cannot help.\"}", "\"stop\"");

    assertThat(completion.text()).isEqualTo("I cannot help.");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"content_filter", "length"})
  void acceptsThatAFilterOrALimitLeavesNoText(String reason) throws InterruptedException {
    Completion completion = completion("{\"content\":null}", "\"" + reason + "\"");

    assertThat(completion.text()).isEmpty();
    assertThat(completion.finishReason().name()).isEqualToIgnoringCase(reason);
  }

  @Test
  void skipsWhatItDoesNotKnow() throws InterruptedException {
    Completion completion =
        OpenAi.completion(
            WireServer.answering(
                """
                {"usage":{"completion_tokens":5,"details":{"prompt_tokens":99},"prompt_tokens":7},
                 "x":[[{"choices":[]}]],
                 "choices":[{"logprobs":{"content":[{"token":"a"}]},"finish_reason":"stop",
                   "message":{"tool_calls":[],"annotations":[{"content":"no"}],"content":"\\u00e9\\ud83d\\ude00",
                     "reasoning_content":"hm","refusal":null}},
                   {"message":{"content":"second"},"finish_reason":"length"}],
                 "system_fingerprint":null}
                """));

    assertThat(completion.text()).isEqualTo("é\ud83d\ude00");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(completion.usage()).isEqualTo(new TokenUsage(7, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "{\"prompt_tokens\":1}",
        "{\"prompt_tokens\":-1,\"completion_tokens\":2}",
        "{\"prompt_tokens\":1.5,\"completion_tokens\":2}",
        "{\"prompt_tokens\":[1],\"completion_tokens\":2}",
        "{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":2}"
      })
  void countsNoTokensWhereTheProviderDidNot(String usage) throws InterruptedException {
    Completion completion =
        OpenAi.completion(
            WireServer.answering(
                "{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":" + usage + "}"));

    assertThat(completion.usage()).isNull();
    assertThat(completion.text()).isEqualTo("x");
  }

  @Test
  void readsAnAnswerOfMegabytesInChunks() throws InterruptedException {
    String text = "0123456789".repeat(300_000);
    String body = "{\"choices\":[{\"message\":{\"content\":\"" + text + "\"}}]}";
    Completion completion =
        OpenAi.completion(
            WireServer.sending(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                    .formatted(body.length(), body)));

    assertThat(completion.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"text\"",
        "not json",
        "<html><body>502</body></html>",
        "{}",
        "{\"error\":{\"message\":\"overloaded\"}}",
        "{\"choices\":null}",
        "{\"choices\":[]}",
        "{\"choices\":{\"message\":{\"content\":\"x\"}}}",
        "{\"choices\":[null]}",
        "{\"choices\":[{}]}",
        "{\"choices\":[{\"message\":null}]}",
        "{\"choices\":[{\"message\":\"x\"}]}",
        "{\"choices\":[{\"message\":{}}]}",
        "{\"choices\":[{\"message\":{\"content\":null}}]}",
        "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"tool_calls\"}]}",
        "{\"choices\":[{\"message\":{\"content\":5}}]}",
        "{\"choices\":[{\"message\":{\"content\":[\"x\"]}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"x\"}}]",
        "{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt",
        "{\"choices\":[{\"message\":{\"content\":\"x\"}}]} and more",
        "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}{}",
        "{\"choices\":[{\"message\":{\"content\":\"x\\ud83d\n\"}}]}",
        "data: {\"choices\":[]}\n\ndata: [DONE]\n\n"
      })
  void callsAnythingElseMalformed(String body) throws InterruptedException {
    Failure failure = OpenAi.failure(WireServer.answering(body));

    assertThat(failure.kind()).isEqualTo(CallFailure.MALFORMED);
    assertThat(failure.status()).isEqualTo(200);
    assertThat(failure.retryAfter()).isNull();
    assertThat(failure.message()).contains("answered 200");
  }

  @Test
  void showsTheStartOfAMalformedBodyInOneLineWithoutTheKey() throws InterruptedException {
    String body = "oh\r\n\u001b[31m\tno \u2028 " + OpenAi.KEY + " " + "x\ud83d\ude00".repeat(500);
    Failure failure = OpenAi.failure(WireServer.answering(body));

    assertThat(failure.message())
        .contains("oh [31m no *** x\ud83d\ude00x")
        .endsWith("\ud83d\ude00x…")
        .doesNotContainPattern("\\p{Cntrl}");
    assertThat(failure.message().length()).isLessThan(500);
  }

  @Test
  void callsANoContentAnswerMalformed() throws InterruptedException {
    assertThat(OpenAi.failure(WireServer.sending("HTTP/1.1 204 No Content\r\n\r\n")).kind())
        .isEqualTo(CallFailure.MALFORMED);
  }

  private static Completion completion(String message, String finishReason)
      throws InterruptedException {
    return OpenAi.completion(
        WireServer.answering(
            "{\"choices\":[{\"message\":%s,\"finish_reason\":%s}]}"
                .formatted(message, finishReason)));
  }
}
