package dev.researchlab.adapters.llm.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.QuotaReading;
import dev.researchlab.domain.model.QuotaReading.Dimension;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of what the provider says. */
@Timeout(60)
class AnthropicAnswerTest {

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String START =
      event(
          "{'type':'message_start','message':{'type':'message','role':'assistant','content':[],"
              + "'stop_reason':null,'usage':{'input_tokens':10,'cache_read_input_tokens':5,"
              + "'output_tokens':1}}}");
  private static final String STOP = event("{'type':'message_stop'}");

  @Test
  void readsTheAnswerAndWhatItUsed() throws InterruptedException {
    Completion completion = whole(Anthropic.ANSWER);

    assertThat(completion.text()).isEqualTo("Paris");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(completion.usage()).isEqualTo(new TokenUsage(12, 3));
    assertThat(completion.latency()).isPositive();
    assertThat(completion.timeToFirstByte()).isPositive();
  }

  @Test
  void joinsTextsCountsCachedTokensAndReadsToolCalls() throws InterruptedException {
    Completion completion =
        whole(
            """
            {"content":[{"type":"thinking","thinking":"hm","signature":"x"},
              {"type":"text","text":"I will "},{"type":"text","text":"add."},
              {"type":"tool_use","id":"a","name":"add","input":{"x":1.50,"y":[]}}],
             "stop_reason":"tool_use",
             "usage":{"input_tokens":1,"cache_creation_input_tokens":20,
               "cache_read_input_tokens":300,"output_tokens":4}}
            """);

    assertThat(completion.text()).isEqualTo("I will add.");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(completion.usage()).isEqualTo(new TokenUsage(321, 4));
    assertThat(completion.toolCalls())
        .containsExactly(new ToolCall("a", "add", "{\"x\":1.50,\"y\":[]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"end_turn\"', STOP",
    "'\"stop_sequence\"', STOP",
    "'\"max_tokens\"', LENGTH",
    "'\"model_context_window_exceeded\"', LENGTH",
    "'\"tool_use\"', TOOL_CALLS",
    "'\"refusal\"', CONTENT_FILTER",
    "'\"something_new\"', STOP",
    "null, STOP"
  })
  void readsWhyTheAnswerEnded(String json, FinishReason reason) throws InterruptedException {
    Completion completion = whole("{\"content\":[],\"stop_reason\":" + json + "}");

    assertThat(completion.finishReason()).isEqualTo(reason);
    assertThat(completion.text()).isEmpty();
    assertThat(completion.usage()).isNull();
  }

  @Test
  void joinsTheEventsOfAStream() throws InterruptedException {
    Completion completion =
        Anthropic.completion(
            streaming(
                START,
                event(
                    "{'type':'content_block_start','index':0,'content_block':{'type':'text',"
                        + "'text':''}}"),
                event("{'type':'ping'}"),
                delta(0, "{'type':'text_delta','text':'Let '}"),
                delta(0, "{'type':'text_delta','text':'me.'}"),
                event("{'type':'content_block_stop','index':0}"),
                event(
                    "{'type':'content_block_start','index':1,'content_block':{'type':'tool_use',"
                        + "'id':'a','name':'add','input':{}}}"),
                delta(1, "{'type':'input_json_delta','partial_json':''}"),
                delta(1, "{'type':'input_json_delta','partial_json':'{\\\"x\\\":'}"),
                delta(1, "{'type':'input_json_delta','partial_json':'1}'}"),
                event("{'type':'content_block_stop','index':1}"),
                event(
                    "{'type':'message_delta','delta':{'stop_reason':'tool_use'},"
                        + "'usage':{'output_tokens':9}}"),
                STOP),
            true);

    assertThat(completion.text()).isEqualTo("Let me.");
    assertThat(completion.toolCalls()).containsExactly(new ToolCall("a", "add", "{\"x\":1}"));
    assertThat(completion.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(completion.usage()).isEqualTo(new TokenUsage(15, 9));
  }

  @Test
  void measuresTheTimeToTheFirstToken() throws InterruptedException {
    Duration pause = Duration.ofMillis(150);
    AtomicInteger told = new AtomicInteger();
    try (WireServer server =
            WireServer.running(
                socket -> {
                  WireServer.send(socket, HEAD + chunk(START));
                  Thread.sleep(pause);
                  WireServer.send(
                      socket,
                      chunk(
                          event(
                              "{'type':'content_block_start','index':0,'content_block':"
                                  + "{'type':'text','text':'a'}}")));
                  Thread.sleep(pause);
                  WireServer.send(socket, chunk(STOP) + "0\r\n\r\n");
                });
        LanguageModel model = Anthropic.model(server.baseUrl(), true)) {
      Completion completion =
          (Completion) model.generate(Anthropic.request(), told::incrementAndGet);

      assertThat(completion.text()).isEqualTo("a");
      assertThat(told).hasValue(1);
      assertThat(completion.timeToFirstByte())
          .isBetween(pause, Objects.requireNonNull(completion.latency()).minus(pause.dividedBy(2)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"error\":{\"type\":\"api_error\"}}",
        "{\"content\":null}",
        "{\"content\":\"text\"}",
        "{\"content\":[null]}",
        "{\"content\":[{\"type\":\"text\",\"text\":5}]}",
        "{\"content\":[{\"type\":\"tool_use\"}]}",
        "{\"content\":[]} more",
        "{\"content\":[{\"type\":\"te"
      })
  void callsAnythingElseMalformed(String body) throws InterruptedException {
    assertThat(Anthropic.failure(WireServer.answering(body), false).kind())
        .isEqualTo(CallFailure.MALFORMED);
  }

  @Test
  void callsAStreamWithoutAnEndMalformedAndOneThatBreaksTransient() throws InterruptedException {
    assertThat(Anthropic.failure(streaming(START), true).kind()).isEqualTo(CallFailure.MALFORMED);
    assertThat(Anthropic.failure(streaming("data: oh\n\n"), true).kind())
        .isEqualTo(CallFailure.MALFORMED);
    WireServer breaking =
        WireServer.running(
            socket -> {
              WireServer.send(socket, HEAD + chunk(START));
              socket.close();
            });
    assertThat(Anthropic.failure(breaking, true).kind()).isEqualTo(CallFailure.TRANSIENT);
  }

  @ParameterizedTest
  @CsvSource({
    "overloaded_error, Overloaded, OVERLOAD",
    "api_error, Internal, TRANSIENT",
    "rate_limit_error, Slow down, RATE_LIMIT",
    "invalid_request_error, prompt is too long: 9 tokens > 8 maximum, CONTEXT_LENGTH",
    "authentication_error, invalid x-api-key, AUTHENTICATION"
  })
  void tellsTheKindOfAnErrorInTheStream(String type, String message, CallFailure kind)
      throws InterruptedException {
    Failure failure = Anthropic.failure(streaming(START, event(error(type, message))), true);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.message()).endsWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, messages: required, BAD_REQUEST",
    "400, invalid_request_error, prompt is too long: 210000 tokens > 200000 maximum,"
        + " CONTEXT_LENGTH",
    "400, invalid_request_error, input length and `max_tokens` exceed context limit: 1,"
        + " CONTEXT_LENGTH",
    "400, invalid_request_error, Your credit balance is too low to access the API, QUOTA_EXHAUSTED",
    "401, authentication_error, invalid x-api-key, AUTHENTICATION",
    "402, billing_error, Pay first, QUOTA_EXHAUSTED",
    "403, permission_error, Not for you, AUTHENTICATION",
    "404, not_found_error, 'model: nothing', BAD_REQUEST",
    "413, request_too_large, Too large, CONTEXT_LENGTH",
    "429, rate_limit_error, Slow down, RATE_LIMIT",
    "500, api_error, Internal, TRANSIENT",
    "502, '', '', TRANSIENT",
    "503, '', '', OVERLOAD",
    "504, timeout_error, Late, TRANSIENT",
    "529, overloaded_error, Overloaded, OVERLOAD"
  })
  void tellsTheKindOfARefusal(int status, String type, String message, CallFailure kind)
      throws InterruptedException {
    Failure failure =
        Anthropic.failure(
            WireServer.answering(status, "", error(type, message).replace('\'', '"')), false);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "429, 'retry-after: 3', 3000",
    "429, 'retry-after-ms: 250', 250",
    "429, 'retry-after: Mon, 23 Nov 2026 12:00:09 GMT', 9000",
    "529, 'retry-after: 3', 3000",
    "429, 'x: y', "
  })
  void readsHowLongToWait(int status, String header, @Nullable Long millis)
      throws InterruptedException {
    assertThat(
            Anthropic.failure(WireServer.answering(status, header + "\r\n", ""), false)
                .retryAfter())
        .isEqualTo(millis == null ? null : Duration.ofMillis(millis));
  }

  @Test
  void readsTheQuotas() throws InterruptedException {
    String headers =
        String.join(
            "\r\n",
            "anthropic-ratelimit-requests-remaining: 49",
            "anthropic-ratelimit-requests-reset: 2026-11-23T12:00:02Z",
            "");

    assertThat(
            Anthropic.completion(WireServer.answering(200, headers, Anthropic.ANSWER), false)
                .quotas())
        .containsExactly(new QuotaReading(Dimension.REQUESTS, null, 49, Duration.ofSeconds(2)));
  }

  private static Completion whole(String body) throws InterruptedException {
    return Anthropic.completion(WireServer.answering(body), false);
  }

  private static WireServer streaming(String... events) {
    StringBuilder bytes = new StringBuilder(HEAD);
    for (String event : events) {
      bytes.append(chunk(event));
    }
    return WireServer.sending(bytes.append("0\r\n\r\n").toString());
  }

  private static String chunk(String text) {
    return "%x\r\n%s\r\n".formatted(text.length(), text);
  }

  private static String delta(int index, String delta) {
    return event("{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}");
  }

  private static String error(String type, String message) {
    return "{'type':'error','error':{'type':'%s','message':'%s'},'request_id':'r'}"
        .formatted(type, message);
  }

  /** An event of this JSON, with ' for ". */
  private static String event(String json) {
    return "event: whatever\ndata: " + json.replace('\'', '"') + "\n\n";
  }
}
