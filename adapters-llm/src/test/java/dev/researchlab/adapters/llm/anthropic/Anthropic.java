package dev.researchlab.adapters.llm.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.Role;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Models and requests for the tests of this package. */
final class Anthropic {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final String KEY = "sk-ant-test/0123456789abcdef";
  static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"test-model",\
      "content":[{"type":"text","text":"Paris"}],"stop_reason":"end_turn","stop_sequence":null,\
      "usage":{"input_tokens":12,"output_tokens":3}}\
      """;

  private Anthropic() {}

  static AnthropicProvider provider() {
    return new AnthropicProvider(Map.of("TEST_KEY", KEY)::get, InstantSource.fixed(NOW));
  }

  static ModelSpecification specification(
      @Nullable URI endpoint, Duration timeout, Map<String, String> options) {
    return new ModelSpecification(
        "anthropic",
        "test-model",
        endpoint,
        "TEST_KEY",
        GenerationParameters.PROVIDER_DEFAULTS,
        null,
        timeout,
        options);
  }

  static LanguageModel model(URI endpoint, boolean stream) {
    Map<String, String> options = Map.of("stream", Boolean.toString(stream));
    return provider().open(specification(endpoint, Duration.ofSeconds(30), options));
  }

  static GenerationRequest request(ChatMessage... messages) {
    return request(GenerationParameters.PROVIDER_DEFAULTS, messages);
  }

  static GenerationRequest request(GenerationParameters parameters, ChatMessage... messages) {
    return new GenerationRequest(
        messages.length == 0
            ? List.of(new ChatMessage(Role.USER, "What is the capital of France?"))
            : List.of(messages),
        parameters,
        Sample.of("q1", "?", "!"),
        1,
        42);
  }

  static Completion completion(WireServer server, boolean stream) throws InterruptedException {
    GenerationResult result = ask(server, stream);
    assertThat(result).isInstanceOf(Completion.class);
    return (Completion) result;
  }

  static Failure failure(WireServer server, boolean stream) throws InterruptedException {
    GenerationResult result = ask(server, stream);
    assertThat(result).isInstanceOf(Failure.class);
    Failure failure = (Failure) result;
    assertThat(failure.message()).isNotBlank().hasLineCount(1).doesNotContain(KEY);
    return failure;
  }

  private static GenerationResult ask(WireServer server, boolean stream)
      throws InterruptedException {
    try (server;
        LanguageModel model = model(server.baseUrl(), stream)) {
      return model.generate(request());
    }
  }
}
