package dev.researchlab.application;

import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider whose answers a test writes as a function; it counts what is asked of it. */
class ScriptedProvider implements ModelProvider {

  interface Script {
    GenerationResult answer(ModelSpecification model, GenerationRequest request)
        throws InterruptedException;
  }

  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger inFlight = new AtomicInteger();
  final AtomicInteger mostInFlight = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  private final Script script;

  ScriptedProvider(Script script) {
    this.script = script;
  }

  static GenerationResult completion(String text) {
    return new GenerationResult.Completion(
        text, FinishReason.STOP, new TokenUsage(10, 5), Duration.ofMillis(3));
  }

  /** A provider that answers every sample with its first expected answer. */
  static ScriptedProvider correct() {
    return new ScriptedProvider((model, request) -> completion(expected(request)));
  }

  static String expected(GenerationRequest request) {
    return request.sample().expected().getFirst();
  }

  @Override
  public ProviderDescription description() {
    return new ProviderDescription("scripted", "Answers by a script.", Map.of(), Set.of());
  }

  @Override
  public void check(ModelSpecification specification) {}

  @Override
  public LanguageModel open(ModelSpecification specification) {
    open.incrementAndGet();
    return new LanguageModel() {
      @Override
      public GenerationResult generate(GenerationRequest request, Runnable firstByte)
          throws InterruptedException {
        calls.incrementAndGet();
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
          return script.answer(specification, request);
        } finally {
          inFlight.decrementAndGet();
        }
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }
}
