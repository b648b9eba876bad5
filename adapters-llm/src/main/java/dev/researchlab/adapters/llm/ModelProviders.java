package dev.researchlab.adapters.llm;

import dev.researchlab.adapters.llm.anthropic.AnthropicProvider;
import dev.researchlab.adapters.llm.bridge.BridgedProvider;
import dev.researchlab.adapters.llm.openai.OpenAiProvider;
import dev.researchlab.adapters.llm.replay.ReplayProvider;
import dev.researchlab.adapters.llm.simulated.SimulatedProvider;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of model provider of this module. */
public final class ModelProviders {

  private ModelProviders() {}

  /**
   * All of them: {@code openai}, {@code anthropic}, {@code replay}, {@code simulated}, {@code
   * gemini}, {@code mistral} and {@code ollama}.
   *
   * @param environment the value of an environment variable by its name, null where it is not set
   * @param clock the present, against which a provider's "retry after this date" is measured
   */
  public static List<ModelProvider> all(
      Function<String, @Nullable String> environment, InstantSource clock) {
    return Stream.concat(
            Stream.of(
                new OpenAiProvider(environment, clock),
                new AnthropicProvider(environment, clock),
                new ReplayProvider(),
                new SimulatedProvider()),
            BridgedProvider.all(environment, clock))
        .toList();
  }
}
