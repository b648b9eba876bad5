package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.TokenLogprob;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of an answer that comes token by token. */
@Timeout(60)
class OpenAiStreamTest {

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String ROLE = delta("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  private static final String STOP = delta("{}", "\"stop\"");
  private static final String DONE = "data: [DONE]\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3}}\n\n";

  @Test
  void joinsTheTokensAndReadsTheUsage() throws InterruptedException {
    Completion completion =
        completion(ROLE, content("Pa"), content("r"), content("is"), STOP, USAGE, DONE);

    assertThat(completion.text()).isEqualTo("Paris");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(completion.usage()).isEqualTo(new TokenUsage(12, 3));
  }

  @Test
  void asksForAStreamWithUsage() throws InterruptedException {
    try (WireServer server = streaming(ROLE, STOP, DONE);
        LanguageModel model = model(server)) {
      model.generate(OpenAi.request());
      WireServer.Request request = server.request();

      assertThat(request.header("Accept")).containsExactly("text/event-stream");
      assertThat(request.body())
          .contains("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    }
  }

  @Test
  void measuresTheTimeToTheFirstTokenAndToTheEnd() throws InterruptedException {
    Duration pause = Duration.ofMillis(150);
    AtomicInteger told = new AtomicInteger();
    try (WireServer server =
            WireServer.running(
                socket -> {
                  WireServer.send(socket, HEAD + chunk(ROLE));
                  Thread.sleep(pause);
                  WireServer.send(socket, chunk(content("a")));
                  Thread.sleep(pause);
                  assertThat(told).hasValue(1);
                  WireServer.send(socket, chunk(content("b") + STOP + DONE) + "0\r\n\r\n");
                });
        LanguageModel model = model(server)) {
      Completion completion = (Completion) model.generate(OpenAi.request(), told::incrementAndGet);

      assertThat(completion.text()).isEqualTo("ab");
      assertThat(told).hasValue(1);
      assertThat(completion.timeToFirstByte())
          .isBetween(pause, Objects.requireNonNull(completion.latency()).minus(pause.dividedBy(2)));
      assertThat(completion.latency()).isGreaterThanOrEqualTo(pause.multipliedBy(2));
    }
  }

  @Test
  void joinsThePiecesOfToolCalls() throws InterruptedException {
    Completion completion =
        completion(
            tools(
                "{'index':0,'id':'a','type':'function','function':{'name':'add','arguments':''}}"),
            tools("{'index':0,'function':{'arguments':'{\\\"x\\\":'}}"),
            tools(
                "{'index':1,'id':'b','function':{'name':'sub','arguments':'{}'}},"
                    + "{'index':0,'function':{'arguments':'1}'}}"),
            delta("{}", "\"tool_calls\""),
            DONE);

    assertThat(completion.text()).isEmpty();
    assertThat(completion.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(completion.toolCalls())
        .containsExactly(new ToolCall("a", "add", "{\"x\":1}"), new ToolCall("b", "sub", "{}"));
  }

  @Test
  void joinsTheLogprobsOfTheTokens() throws InterruptedException {
    String event =
        "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"},\"logprobs\":"
            + "{\"content\":[{\"token\":\"%s\",\"logprob\":%s,\"top_logprobs\":[]}]}}]}\n\n";
    Completion completion =
        completion(event.formatted("a", "a", "-0.5"), event.formatted("b", "b", "-1"), STOP, DONE);

    assertThat(completion.logprobs())
        .containsExactly(new TokenLogprob("a", -0.5), new TokenLogprob("b", -1.0));
  }

  @Test
  void takesAnEmptyStreamForAnEmptyAnswerAndStillSaysThatItBegan() throws InterruptedException {
    AtomicInteger told = new AtomicInteger();
    try (WireServer server = streaming(ROLE, STOP, DONE);
        LanguageModel model = model(server)) {
      Completion completion = (Completion) model.generate(OpenAi.request(), told::incrementAndGet);

      assertThat(completion.text()).isEmpty();
      assertThat(told).hasValue(1);
      assertThat(completion.timeToFirstByte()).isEqualTo(completion.latency());
    }
  }

  @Test
  void acceptsAWholeAnswerFromAnEndpointWithoutStreams() throws InterruptedException {
    try (WireServer server =
            WireServer.answering(200, "Content-Type: application/json\r\n", OpenAi.ANSWER);
        LanguageModel model = model(server)) {
      assertThat(((Completion) model.generate(OpenAi.request())).text()).isEqualTo("Paris");
    }
  }

  @Test
  void acceptsAStreamThatEndsWithEitherOfItsTwoEnds() throws InterruptedException {
    assertThat(completion(content("a"), STOP).text()).isEqualTo("a");
    assertThat(completion(content("b"), DONE).text()).isEqualTo("b");
  }

  @Test
  void usesTheConnectionOfAStreamAgain() throws InterruptedException {
    try (WireServer server = streaming(content("a"), STOP, DONE);
        LanguageModel model = model(server)) {
      for (int i = 0; i < 5; i++) {
        assertThat(model.generate(OpenAi.request())).isInstanceOf(Completion.class);
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void waitsOnlyAMomentForTheEndOfAResponseWhoseAnswerIsWhole() throws InterruptedException {
    try (WireServer server = WireServer.sending(HEAD + chunk(content("a")) + chunk(STOP + DONE));
        LanguageModel model = model(server)) {
      long start = System.nanoTime();
      Completion completion = (Completion) model.generate(OpenAi.request());

      assertThat(completion.text()).isEqualTo("a");
      assertThat(completion.latency()).isLessThan(Duration.ofMillis(900));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
        "data: [DONE]\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: oh\n\ndata: [DONE]\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":5}}]}\n\ndata: [DONE]\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"x\"}]}}]}\n\ndata: [DONE]\n\n",
        "data: []\n\ndata: [DONE]\n\n",
        "<html>not a stream</html>"
      })
  void callsAnyOtherStreamMalformed(String stream) throws InterruptedException {
    Failure failure = failure(WireServer.sending(HEAD + chunk(stream) + "0\r\n\r\n"));

    assertThat(failure.kind()).isEqualTo(CallFailure.MALFORMED);
    assertThat(failure.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callsAStreamThatBreaksOffTransient(boolean reset) throws InterruptedException {
    Failure failure =
        failure(
            WireServer.running(
                socket -> {
                  WireServer.send(socket, HEAD + chunk(content("a")));
                  socket.setSoLinger(reset, 0);
                  socket.close();
                }));

    assertThat(failure.kind()).isEqualTo(CallFailure.TRANSIENT);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"error\":{\"message\":\"No\",\"type\":\"server_error\"}}', TRANSIENT",
    "'{\"error\":\"No\"}', TRANSIENT",
    "'{\"error\":{\"message\":\"No\",\"code\":429}}', RATE_LIMIT",
    "'{\"error\":{\"message\":\"No\",\"code\":503}}', OVERLOAD",
    "'{\"error\":{\"message\":\"No\",\"type\":\"overloaded_error\"}}', OVERLOAD",
    "'{\"error\":{\"message\":\"No\",\"code\":\"context_length_exceeded\"}}', CONTEXT_LENGTH",
    "'{\"error\":{\"message\":\"No\",\"code\":\"content_filter\"}}', CONTENT_FILTER",
    "'{\"error\":{\"message\":\"No\",\"code\":\"insufficient_quota\"}}', QUOTA_EXHAUSTED",
    "'{\"error\":{\"message\":\"No\",\"type\":\"invalid_request_error\"}}', BAD_REQUEST"
  })
  void tellsTheKindOfAnErrorInTheStream(String error, CallFailure kind)
      throws InterruptedException {
    Failure failure = failure(streaming(content("a"), "data: " + error + "\n\n"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.message()).endsWith("ended its answer with an error: No");
  }

  private static Completion completion(String... events) throws InterruptedException {
    try (WireServer server = streaming(events);
        LanguageModel model = model(server)) {
      GenerationResult result = model.generate(OpenAi.request());
      assertThat(result).isInstanceOf(Completion.class);
      return (Completion) result;
    }
  }

  private static Failure failure(WireServer server) throws InterruptedException {
    try (server;
        LanguageModel model = model(server)) {
      return OpenAi.failure(model.generate(OpenAi.request()));
    }
  }

  private static LanguageModel model(WireServer server) {
    return OpenAi.model(server.baseUrl(), Map.of("stream", "true"));
  }

  private static WireServer streaming(String... events) {
    return WireServer.running(
        (Socket socket) -> {
          WireServer.send(socket, HEAD);
          for (String event : events) {
            WireServer.send(socket, chunk(event));
          }
          WireServer.send(socket, "0\r\n\r\n");
        });
  }

  private static String chunk(String text) {
    return text.isEmpty() ? "" : "%x\r\n%s\r\n".formatted(text.length(), text);
  }

  private static String content(String text) {
    return delta("{\"content\":\"" + text + "\"}", "null");
  }

  private static String tools(String pieces) {
    return delta("{\"tool_calls\":[" + pieces.replace('\'', '"') + "]}", "null");
  }

  private static String delta(String delta, String finishReason) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
        .formatted(delta, finishReason);
  }
}
