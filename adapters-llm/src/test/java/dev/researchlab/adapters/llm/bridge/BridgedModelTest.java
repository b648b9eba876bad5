package dev.researchlab.adapters.llm.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.testkit.model.LanguageModelContract;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BridgedModelTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final GenerationParameters DEFAULTS = GenerationParameters.PROVIDER_DEFAULTS;
  private static final String PLAIN_SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]}";
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":1}}}";

  private final List<WireServer> servers = new ArrayList<>();

  @AfterEach
  void closeServers() {
    servers.forEach(WireServer::close);
  }

  private LanguageModel model(Service service, WireServer server, Duration timeout) {
    servers.add(server);
    return Bridged.model(service, server.baseUrl(), timeout);
  }

  private GenerationResult ask(Service service, WireServer server, GenerationRequest request)
      throws InterruptedException {
    try (LanguageModel model = model(service, server, LONG)) {
      return model.generate(request);
    }
  }

  private Completion completion(Service service, String body) throws InterruptedException {
    GenerationResult result = ask(service, WireServer.answering(body), Bridged.request(DEFAULTS));
    assertThat(result).isInstanceOf(Completion.class);
    return (Completion) result;
  }

  private Failure failure(Service service, WireServer server) throws InterruptedException {
    GenerationResult result = ask(service, server, Bridged.request(DEFAULTS));
    assertThat(result).isInstanceOf(Failure.class);
    Failure failure = (Failure) result;
    assertThat(failure.message()).isNotBlank().hasLineCount(1).doesNotContain(Bridged.KEY);
    return failure;
  }

  private WireServer.Request sent(Service service, GenerationRequest request)
      throws InterruptedException {
    WireServer server = WireServer.answering(Bridged.answer(service));
    assertThat(ask(service, server, request)).isInstanceOf(Completion.class);
    return server.request();
  }

  private static JsonNode json(WireServer.Request request) {
    return JsonMapper.builder().build().readTree(request.body());
  }

  @ParameterizedTest
  @EnumSource
  void readsAnAnswer(Service service) throws InterruptedException {
    AtomicInteger firstBytes = new AtomicInteger();
    try (LanguageModel model =
        model(service, WireServer.answering(Bridged.answer(service)), LONG)) {
      Completion answer =
          (Completion) model.generate(Bridged.request(DEFAULTS), firstBytes::incrementAndGet);

      assertThat(answer.text()).isEqualTo("Paris");
      assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
      assertThat(answer.usage()).isEqualTo(new TokenUsage(12, 3));
      assertThat(answer.latency()).isPositive();
      assertThat(answer.timeToFirstByte()).isBetween(Duration.ZERO, answer.latency());
      assertThat(firstBytes).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void seesThatAnAnswerWasCut(Service service) throws InterruptedException {
    assertThat(completion(service, Bridged.cutAnswer(service)).finishReason())
        .isEqualTo(FinishReason.LENGTH);
  }

  @ParameterizedTest
  @EnumSource
  void readsAToolCall(Service service) throws InterruptedException {
    Completion answer = completion(service, Bridged.toolCall(service));

    assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(answer.toolCalls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.name()).isEqualTo("add");
              assertThat(call.arguments().replaceAll("\\s", "")).isEqualTo("{\"a\":1}");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "GEMINI, POST /v1/models/test-model:generateContent HTTP/1.1, x-goog-api-key, ''",
    "MISTRAL, POST /v1/chat/completions HTTP/1.1, Authorization, 'Bearer '",
    "OLLAMA, POST /v1/api/chat HTTP/1.1, Authorization, 'Bearer '"
  })
  void asksAtTheServicesPathWithTheKey(
      Service service, String requestLine, String header, String prefix)
      throws InterruptedException {
    WireServer.Request request = sent(service, Bridged.request(DEFAULTS));

    assertThat(request.requestLine()).isEqualTo(requestLine);
    assertThat(request.header(header)).containsExactly(prefix + Bridged.KEY);
    assertThat(request.body()).contains("What is the capital of France?");
  }

  @ParameterizedTest
  @CsvSource({
    "GEMINI, /generationConfig, temperature, topP, maxOutputTokens, seed, stopSequences",
    "MISTRAL, '', temperature, top_p, max_tokens, random_seed, stop",
    "OLLAMA, /options, temperature, top_p, num_predict, seed, stop"
  })
  void sendsEveryParameter(
      Service service,
      String place,
      String temperature,
      String topP,
      String maxTokens,
      String seed,
      String stop)
      throws InterruptedException {
    GenerationParameters parameters =
        new GenerationParameters(0.25, 0.5, 77, List.of("END"), 4711L);
    JsonNode sent = json(sent(service, Bridged.request(parameters))).at(place);

    assertThat(sent.path(temperature).asDouble()).isEqualTo(0.25);
    assertThat(sent.path(topP).asDouble()).isEqualTo(0.5);
    assertThat(sent.path(maxTokens).asInt()).isEqualTo(77);
    assertThat(sent.path(seed).asInt()).isEqualTo(4711);
    assertThat(sent.path(stop).path(0).asString()).isEqualTo("END");
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheRestToTheProvider(Service service) throws InterruptedException {
    assertThat(sent(service, Bridged.request(DEFAULTS)).body())
        .doesNotContain("temperature\":0", "temperature\":1", "seed\":", "max_tokens\":");
  }

  @ParameterizedTest
  @EnumSource
  void sendsAConversationWithTools(Service service) throws InterruptedException {
    ToolCall call = new ToolCall("c1", "add", "{\"a\":1}");
    String body =
        sent(
                service,
                Bridged.request(
                    withTool(PLAIN_SCHEMA),
                    new ChatMessage(Role.SYSTEM, "Be brief."),
                    new ChatMessage(Role.USER, "Add."),
                    new ChatMessage(Role.ASSISTANT, "", List.of(), List.of(call), null),
                    new ChatMessage(Role.TOOL, "seven", List.of(), List.of(), "c1")))
            .body();

    assertThat(body).contains("Be brief.", "Adds numbers.", "required", "seven", "\"add\"");
  }

  @ParameterizedTest
  @EnumSource(names = {"MISTRAL", "OLLAMA"})
  void sendsEveryWordOfAToolsSchema(Service service) throws InterruptedException {
    assertThat(sent(service, Bridged.request(withTool(SCHEMA))).body()).contains("\"minimum\" : 1");
  }

  @Test
  void refusesToolsThatGeminiWouldNotSeeAsTheyAre() throws InterruptedException {
    WireServer server = WireServer.answering(Bridged.answer(Service.GEMINI));
    Failure failure = (Failure) ask(Service.GEMINI, server, Bridged.request(withTool(SCHEMA)));

    assertThat(failure.kind()).isEqualTo(CallFailure.BAD_REQUEST);
    assertThat(failure.message()).contains("gemini takes tools whose parameters say type");
    assertThat(server.connections()).isZero();
  }

  private static GenerationParameters withTool(String schema) {
    ToolDefinition tool = new ToolDefinition("add", "Adds numbers.", schema);
    return new GenerationParameters(null, null, null, List.of(), null, List.of(tool), null);
  }

  @ParameterizedTest
  @EnumSource
  void sendsImagesAndTheSchemaOfTheAnswer(Service service) throws InterruptedException {
    GenerationParameters parameters =
        new GenerationParameters(
            null, null, null, List.of(), null, List.of(), new ResponseSchema("sum", SCHEMA));
    ChatMessage message =
        new ChatMessage(
            Role.USER, "Look.", List.of("data:image/png;base64,aGVsbG8="), List.of(), null);

    assertThat(sent(service, Bridged.request(parameters, message)).body())
        .contains("Look.", "aGVsbG8=", "minimum");
  }

  @ParameterizedTest
  @CsvSource({"GEMINI,data URI", "MISTRAL,http(s) URL", "OLLAMA,data URI"})
  void refusesImagesThatItCannotSend(Service service, String named) throws InterruptedException {
    ChatMessage message =
        new ChatMessage(Role.USER, "Look.", List.of("file:///etc/passwd"), List.of(), null);
    Failure failure =
        (Failure)
            ask(
                service,
                WireServer.answering(Bridged.answer(service)),
                Bridged.request(DEFAULTS, message));

    assertThat(failure.kind()).isEqualTo(CallFailure.BAD_REQUEST);
    assertThat(failure.message()).contains(named);
  }

  @ParameterizedTest
  @CsvSource({
    "GEMINI,429,RATE_LIMIT",
    "GEMINI,500,TRANSIENT",
    "GEMINI,401,AUTHENTICATION",
    "MISTRAL,429,RATE_LIMIT",
    "MISTRAL,500,TRANSIENT",
    "MISTRAL,401,AUTHENTICATION",
    "OLLAMA,429,RATE_LIMIT",
    "OLLAMA,503,OVERLOAD",
    "OLLAMA,500,TRANSIENT",
    "OLLAMA,401,AUTHENTICATION"
  })
  void tellsFailuresApartAndAsksOnce(Service service, int status, CallFailure kind)
      throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    String response = WireServer.response(status, "Retry-After: 7\r\n", "{\"error\":\"no\"}");
    Failure failure =
        failure(
            service,
            WireServer.running(
                socket -> {
                  asked.incrementAndGet();
                  WireServer.send(socket, response);
                }));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
    if (kind == CallFailure.RATE_LIMIT) {
      assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | API key not valid. Please pass a valid API key. | AUTHENTICATION",
        "400 | The input token count (9) exceeds the maximum number of tokens (8). |"
            + " CONTEXT_LENGTH",
        "400 | Invalid value. | BAD_REQUEST"
      })
  void understandsTheWordsOfGemini(int status, String message, CallFailure kind)
      throws InterruptedException {
    String body =
        "{\"error\":{\"code\":400,\"message\":\"%s\",\"status\":\"INVALID_ARGUMENT\"}}"
            .formatted(message);

    assertThat(failure(Service.GEMINI, WireServer.answering(status, "", body)).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}} | CONTENT_FILTER",
        "{\"usageMetadata\":{}} | MALFORMED",
        "{\"candidates\":7} | MALFORMED"
      })
  void tellsARefusedPromptFromAMalformedAnswer(String body, CallFailure kind)
      throws InterruptedException {
    assertThat(failure(Service.GEMINI, WireServer.answering(body)).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource
  void callsAnAnswerMalformedThatIsNot(Service service) throws InterruptedException {
    assertThat(failure(service, WireServer.answering("{\"a\":")).kind())
        .isEqualTo(CallFailure.MALFORMED);
    assertThat(failure(service, WireServer.answering("[1]")).kind())
        .isEqualTo(CallFailure.MALFORMED);
    assertThat(failure(service, WireServer.answering("{}")).kind())
        .isEqualTo(CallFailure.MALFORMED);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatNobodyListens(Service service) throws InterruptedException {
    WireServer gone = WireServer.answering("{}");
    URI address = gone.baseUrl();
    gone.close();
    try (LanguageModel model = Bridged.model(service, address, LONG)) {
      Failure failure = (Failure) model.generate(Bridged.request(DEFAULTS));

      assertThat(failure.kind()).isEqualTo(CallFailure.UNREACHABLE);
    }
  }

  abstract class Contract extends LanguageModelContract {

    private final Service service;

    Contract(Service service) {
      this.service = service;
    }

    @Override
    protected LanguageModel answering() {
      return model(service, WireServer.answering(Bridged.answer(service)), LONG);
    }

    @Override
    protected Optional<LanguageModel> stalling(Duration timeout) {
      return Optional.of(model(service, WireServer.running(socket -> {}), timeout));
    }
  }

  @Nested
  class Gemini extends Contract {
    Gemini() {
      super(Service.GEMINI);
    }
  }

  @Nested
  class Mistral extends Contract {
    Mistral() {
      super(Service.MISTRAL);
    }
  }

  @Nested
  class Ollama extends Contract {
    Ollama() {
      super(Service.OLLAMA);
    }
  }
}
