package dev.researchlab.adapters.llm.bridge;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.Role;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Models, requests and answers for the tests of this package. */
final class Bridged {

  static final String KEY = "key-test/0123456789abcdef";

  private Bridged() {}

  static ModelProvider provider(Service service) {
    return BridgedProvider.all(
            Map.of("TEST_KEY", KEY)::get,
            InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z")))
        .filter(provider -> provider.description().name().equals(service.key()))
        .findFirst()
        .orElseThrow();
  }

  static ModelSpecification specification(Service service, URI endpoint, Duration timeout) {
    return new ModelSpecification(
        service.key(),
        "test-model",
        endpoint,
        "TEST_KEY",
        GenerationParameters.PROVIDER_DEFAULTS,
        null,
        timeout,
        Map.of());
  }

  static LanguageModel model(Service service, URI endpoint, Duration timeout) {
    return provider(service).open(specification(service, endpoint, timeout));
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

  /** 12 tokens of the prompt, and 3 of the answer "Paris". */
  static String answer(Service service) {
    return switch (service) {
      case GEMINI -> gemini("{\"text\":\"Paris\"}", "STOP");
      case MISTRAL -> mistral("\"content\":\"Paris\"", "stop");
      case OLLAMA -> ollama("\"content\":\"Paris\"", "stop");
    };
  }

  /** The same, cut by the limit of tokens. */
  static String cutAnswer(Service service) {
    return switch (service) {
      case GEMINI -> gemini("{\"text\":\"Paris\"}", "MAX_TOKENS");
      case MISTRAL -> mistral("\"content\":\"Paris\"", "length");
      case OLLAMA -> ollama("\"content\":\"Paris\"", "length");
    };
  }

  /** A call of the tool "add" with a = 1. */
  static String toolCall(Service service) {
    return switch (service) {
      case GEMINI -> gemini("{\"functionCall\":{\"name\":\"add\",\"args\":{\"a\":1}}}", "STOP");
      case MISTRAL ->
          mistral(
              """
              "content":"","tool_calls":[{"id":"c1","type":"function",\
              "function":{"name":"add","arguments":"{\\"a\\":1}"}}]\
              """,
              "tool_calls");
      case OLLAMA ->
          ollama(
              """
              "content":"","tool_calls":[{"function":{"name":"add","arguments":{"a":1}}}]\
              """,
              "stop");
    };
  }

  private static String gemini(String part, String reason) {
    return """
    {"candidates":[{"content":{"parts":[%s],"role":"model"},"finishReason":"%s","index":0}],\
    "usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":3,"totalTokenCount":15},\
    "modelVersion":"test-model","responseId":"r1"}\
    """
        .formatted(part, reason);
  }

  private static String mistral(String message, String reason) {
    return """
    {"id":"a1","object":"chat.completion","created":1,"model":"test-model","choices":[{\
    "index":0,"message":{"role":"assistant",%s},"finish_reason":"%s"}],\
    "usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}\
    """
        .formatted(message, reason);
  }

  private static String ollama(String message, String reason) {
    return """
    {"model":"test-model","created_at":"2026-11-23T12:00:00Z","message":{"role":"assistant",%s},\
    "done_reason":"%s","done":true,"prompt_eval_count":12,"eval_count":3}\
    """
        .formatted(message, reason);
  }
}
