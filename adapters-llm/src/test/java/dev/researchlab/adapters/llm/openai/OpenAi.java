package dev.researchlab.adapters.llm.openai;

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
final class OpenAi {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final String KEY = "sk-test/0123456789abcdef";
  static final String ANSWER =
      """
      {"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",\
      "content":"Paris"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}\
      """;

  private static final Map<String, String> ENVIRONMENT =
      Map.of("TEST_KEY", KEY, "BLANK_KEY", "  ", "BROKEN_KEY", "sk\nx", "PADDED_KEY", KEY + "\n");

  private OpenAi() {}

  static OpenAiProvider provider() {
    return new OpenAiProvider(ENVIRONMENT::get, InstantSource.fixed(NOW));
  }

  static ModelSpecification specification(
      URI endpoint, @Nullable String credentialVariable, Duration timeout) {
    return new ModelSpecification(
        "openai",
        "test-model",
        endpoint,
        credentialVariable,
        GenerationParameters.PROVIDER_DEFAULTS,
        null,
        timeout,
        Map.of());
  }

  /** A model that sends the key and may take half a minute. */
  static LanguageModel model(URI endpoint) {
    return model(endpoint, Duration.ofSeconds(30));
  }

  static LanguageModel model(URI endpoint, Duration timeout) {
    return provider().open(specification(endpoint, "TEST_KEY", timeout));
  }

  /** A model with these options. */
  static LanguageModel model(URI endpoint, Map<String, String> options) {
    return provider()
        .open(specification(endpoint, "TEST_KEY", Duration.ofSeconds(30)).withOptions(options));
  }

  static GenerationRequest request() {
    return request("What is the capital of France?");
  }

  static GenerationRequest request(String question) {
    return new GenerationRequest(
        List.of(new ChatMessage(Role.USER, question)),
        GenerationParameters.PROVIDER_DEFAULTS,
        Sample.of("q1", question, "Paris"),
        1,
        42);
  }

  /** What a server that behaves so makes of one call. */
  static GenerationResult ask(WireServer server) throws InterruptedException {
    try (server;
        LanguageModel model = model(server.baseUrl())) {
      return model.generate(request());
    }
  }

  static Completion completion(WireServer server) throws InterruptedException {
    GenerationResult result = ask(server);
    assertThat(result).isInstanceOf(Completion.class);
    return (Completion) result;
  }

  static Failure failure(WireServer server) throws InterruptedException {
    return failure(ask(server));
  }

  static Failure failure(GenerationResult result) {
    assertThat(result).isInstanceOf(Failure.class);
    Failure failure = (Failure) result;
    assertThat(failure.message()).isNotBlank().hasLineCount(1).doesNotContain(KEY);
    return failure;
  }
}
