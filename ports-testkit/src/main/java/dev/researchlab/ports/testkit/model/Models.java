package dev.researchlab.ports.testkit.model;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ResponseSchema;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.TokenLogprob;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.model.ToolDefinition;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.GenerationRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Models and requests for tests. */
public final class Models {

  private static final Instant REGISTERED = Instant.parse("2026-03-01T09:00:00.123456Z");

  private Models() {}

  /** A model about which only the necessary is said. */
  public static Model named(ProjectId project, String name) {
    return of(project, name, ModelSpecification.of("simulated", "sim-1"));
  }

  /** A model of that specification. */
  public static Model of(ProjectId project, String name, ModelSpecification specification) {
    return Model.of(new ModelId(UUID.randomUUID()), project, name, specification, REGISTERED);
  }

  /** A specification about which everything is said. */
  public static ModelSpecification fullSpecification() {
    return new ModelSpecification(
        "openai",
        "gpt-x-2026-02-01",
        URI.create("https://models.example.org/v1?region=eu%20west"),
        "EXAMPLE_KEY",
        fullParameters("END"),
        new TokenPrice(new BigDecimal("0.15"), new BigDecimal("1234567.000001")),
        Duration.ofMillis(90_500),
        Duration.ofSeconds(20),
        Duration.ofNanos(1_500_000_001),
        new ModelLimits(600.5, 1e6, 30_000.0, 64),
        Map.of("organisation", "research", "empty", ""));
  }

  /** Parameters about which everything is said, some of it in those words. */
  public static GenerationParameters fullParameters(String text) {
    return new GenerationParameters(
        0.1,
        0.95,
        512,
        List.of("\n\n", text),
        -7L,
        List.of(
            new ToolDefinition("weather", text, "{\"type\": \"object\"}"),
            new ToolDefinition("time", "", text)),
        new ResponseSchema("city", text));
  }

  /** Calls of tools, one of them in those words. */
  public static List<ToolCall> toolCalls(String text) {
    return List.of(new ToolCall("call_1", "weather", "{\"city\": "), new ToolCall("", text, text));
  }

  /** An answer of which everything is known that is kept of it, in those words. */
  public static Completion fullAnswer(String text, FinishReason reason) {
    return new Completion(
        text,
        reason,
        new TokenUsage(12, 3),
        Duration.ofNanos(1_234_567_891),
        Duration.ofNanos(234_567_891),
        toolCalls(text),
        List.of(new TokenLogprob("Pa", null), new TokenLogprob(text, -0.1 - 0.2)),
        List.of());
  }

  /** One message for each role, with everything that can be beside its text, in those words. */
  public static List<ChatMessage> fullMessages(String text) {
    return List.of(
        new ChatMessage(Role.SYSTEM, text),
        new ChatMessage(
            Role.USER, text, List.of("https://example.org/a.png", text), List.of(), null),
        new ChatMessage(Role.ASSISTANT, "", List.of(), toolCalls(text), null),
        new ChatMessage(Role.TOOL, text, List.of(), List.of(), text));
  }

  /** One short question. */
  public static GenerationRequest request() {
    return request("What is the capital of France?");
  }

  /** One question in those words. */
  public static GenerationRequest request(String question) {
    return new GenerationRequest(
        List.of(
            new ChatMessage(Role.SYSTEM, "Answer in one word."),
            new ChatMessage(Role.USER, question)),
        GenerationParameters.PROVIDER_DEFAULTS,
        Sample.of("q1", question, "Paris"),
        1,
        42);
  }
}
