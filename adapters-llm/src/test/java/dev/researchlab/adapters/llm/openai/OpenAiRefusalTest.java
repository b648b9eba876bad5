package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of an answer with another status than success. */
@Timeout(60)
class OpenAiRefusalTest {

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST",
    "401, AUTHENTICATION",
    "402, QUOTA_EXHAUSTED",
    "403, AUTHENTICATION",
    "404, BAD_REQUEST",
    "405, BAD_REQUEST",
    "408, TRANSIENT",
    "409, TRANSIENT",
    "410, BAD_REQUEST",
    "413, CONTEXT_LENGTH",
    "415, BAD_REQUEST",
    "422, BAD_REQUEST",
    "425, TRANSIENT",
    "429, RATE_LIMIT",
    "500, TRANSIENT",
    "501, TRANSIENT",
    "502, TRANSIENT",
    "503, OVERLOAD",
    "504, TRANSIENT",
    "520, TRANSIENT",
    "529, OVERLOAD"
  })
  void tellsTheKindByTheStatus(int status, CallFailure kind) throws InterruptedException {
    Failure failure = OpenAi.failure(WireServer.answering(status, "", error("Something", "", "")));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.message()).contains(Integer.toString(status)).endsWith("Something");
  }

  @ParameterizedTest
  @CsvSource({
    "429, insufficient_quota, '', QUOTA_EXHAUSTED",
    "429, '', insufficient_quota, QUOTA_EXHAUSTED",
    "403, insufficient_quota, '', QUOTA_EXHAUSTED",
    "400, billing_hard_limit_reached, '', QUOTA_EXHAUSTED",
    "429, rate_limit_exceeded, requests, RATE_LIMIT",
    "429, context_length_exceeded, '', RATE_LIMIT",
    "400, context_length_exceeded, invalid_request_error, CONTEXT_LENGTH",
    "400, content_filter, '', CONTENT_FILTER",
    "400, content_policy_violation, '', CONTENT_FILTER",
    "403, content_policy_violation, '', CONTENT_FILTER",
    "401, invalid_api_key, '', AUTHENTICATION",
    "500, context_length_exceeded, '', TRANSIENT"
  })
  void tellsTheKindByTheProvidersCode(int status, String code, String type, CallFailure kind)
      throws InterruptedException {
    assertThat(OpenAi.failure(WireServer.answering(status, "", error("No", code, type))).kind())
        .isEqualTo(kind);
  }

  @Test
  void tellsByTheMessageThatAPromptIsTooLong() throws InterruptedException {
    String body =
        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens\","
            + "\"type\":\"BadRequestError\",\"code\":400}";

    Failure failure = OpenAi.failure(WireServer.answering(400, "", body));

    assertThat(failure.kind()).isEqualTo(CallFailure.CONTEXT_LENGTH);
    assertThat(failure.message()).endsWith("This model's maximum context length is 4096 tokens");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This model's maximum context length is 8 tokens, however you requested 9 tokens",
        "The decoder prompt (length 9) is longer than the maximum model length of 8",
        "Your input exceeds the context window of this model",
        "the request exceeds the available context size. try increasing it",
        "Prompt is too long: 9 tokens > 8 maximum"
      })
  void tellsByTheWordsOfEveryServerThatAPromptIsTooLong(String words) throws InterruptedException {
    assertThat(OpenAi.failure(WireServer.answering(400, "", error(words, "", ""))).kind())
        .isEqualTo(CallFailure.CONTEXT_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"content_filter\"", "null", "\"400\""})
  void tellsAFilteredPromptOfAzure(String code) throws InterruptedException {
    Failure failure =
        OpenAi.failure(
            WireServer.answering(
                400,
                "",
                """
                {"error": {"message": "The response was filtered", "type": null, "code": %s,
                  "status": 400, "innererror": {"code": "ResponsibleAIPolicyViolation",
                    "content_filter_result": {"hate": {"filtered": true}}}}}
                """
                    .formatted(code)));

    assertThat(failure.kind()).isEqualTo(CallFailure.CONTENT_FILTER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"Too warm\"}}",
        "{\"error\":{\"message\":\"Too\\n\\twarm\",\"code\":null,\"type\":{}}}",
        "{\"error\":\"Too warm\"}",
        "{\"message\":\"Too warm\"}",
        "{\"detail\":\"Too warm\"}",
        "[{\"error\":{\"code\":400,\"message\":\"Too warm\"}}]",
        "Too warm",
        " Too\r\nwarm\u0007"
      })
  void findsTheProvidersWordsInEveryShape(String body) throws InterruptedException {
    assertThat(OpenAi.failure(WireServer.answering(400, "", body)).message())
        .endsWith("answered 400: Too warm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"error\":null}", "{\"error\":{\"message\":{}}}"})
  void managesWithoutTheProvidersWords(String body) throws InterruptedException {
    assertThat(OpenAi.failure(WireServer.answering(500, "", body)).message())
        .contains("answered 500");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | Retry-After: 7                                | 7000",
        "503 | Retry-After: 0.25                             | 250",
        "529 | Retry-After: 1                                | 1000",
        "429 | Retry-After: 0                                | 0",
        "429 | Retry-After: -3                               | 0",
        "429 | Retry-After: Mon, 23 Nov 2026 12:00:30 GMT    | 30000",
        "429 | Retry-After: Monday, 23-Nov-26 12:00:30 GMT   | 30000",
        "429 | Retry-After: Mon, 23 Nov 2026 11:59:59 GMT    | 0",
        "429 | retry-after-ms: 1500                          | 1500",
        "429 | Retry-After-Ms: 20.5                          | 20.5",
        "429 | retry-after-ms: soon                          | ",
        "429 | Retry-After: soon                             | ",
        "429 | Retry-After: 1e9                              | ",
        "429 | Retry-After: NaN                              | ",
        "429 | Retry-After: 99999999999999999999             | ",
        "429 | Retry-After:                                  | ",
        "500 | Retry-After: 7                                | ",
        "400 | Retry-After: 7                                | "
      })
  void readsHowLongToWait(int status, String header, @Nullable Double millis)
      throws InterruptedException {
    Failure failure = OpenAi.failure(WireServer.answering(status, header + "\r\n", ""));

    assertThat(failure.retryAfter())
        .isEqualTo(millis == null ? null : Duration.ofNanos((long) (millis * 1e6)));
  }

  @Test
  void prefersMillisecondsWhereBothAreSaid() throws InterruptedException {
    String headers = "Retry-After: 2\r\nretry-after-ms: 1200\r\n";

    assertThat(OpenAi.failure(WireServer.answering(429, headers, "")).retryAfter())
        .isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void saysWhichKeyWasRefusedButNotTheKey() throws InterruptedException {
    String said =
        "Incorrect API key provided: " + OpenAi.KEY + ". You can find it in " + OpenAi.KEY;
    Failure failure =
        OpenAi.failure(
            WireServer.answering(
                401, "WWW-Authenticate: Bearer\r\n", error(said, "invalid_api_key", "")));

    assertThat(failure.message())
        .contains("the provider refused the key from TEST_KEY")
        .endsWith("Incorrect API key provided: ***. You can find it in ***");
  }

  @Test
  void asksForAKeyWhereNoneWasGiven() throws InterruptedException {
    try (WireServer server = WireServer.answering(401, "", error("You need a key", "", ""));
        LanguageModel model =
            OpenAi.provider()
                .open(OpenAi.specification(server.baseUrl(), null, Duration.ofSeconds(30)))) {
      assertThat(OpenAi.failure(model.generate(OpenAi.request())).message())
          .contains("no key was given: set api_key_env");
    }
  }

  @Test
  void hintsAtTheModelNameAndTheBaseUrlWhereNothingIsFound() throws InterruptedException {
    assertThat(OpenAi.failure(WireServer.answering(404, "", "")).message())
        .contains("check base_url and the model name 'test-model'");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void followsNoRedirect(int status) throws InterruptedException {
    String location = "Location: https://elsewhere.example/v1/chat/completions\r\n";
    Failure failure = OpenAi.failure(WireServer.answering(status, location, ""));

    assertThat(failure.kind()).isEqualTo(CallFailure.BAD_REQUEST);
    assertThat(failure.message())
        .contains("points to https://elsewhere.example/v1/chat/completions");
  }

  @Test
  void readsNoMoreThanItMustOfAnEndlessRefusal() throws InterruptedException {
    Failure failure =
        OpenAi.failure(
            WireServer.running(
                socket -> {
                  WireServer.send(socket, "HTTP/1.1 500 No\r\nContent-Length: 999999999\r\n\r\n");
                  while (true) {
                    WireServer.send(socket, "no ".repeat(1000));
                  }
                }));

    assertThat(failure.kind()).isEqualTo(CallFailure.TRANSIENT);
    assertThat(failure.message()).contains("answered 500: no no no");
  }

  private static String error(String message, String code, String type) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
        .formatted(message, type, code);
  }
}
