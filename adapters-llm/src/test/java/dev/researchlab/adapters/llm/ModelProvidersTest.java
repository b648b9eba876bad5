package dev.researchlab.adapters.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ModelProvidersTest {

  @Test
  void handsOutEveryKindOfProvider() {
    assertThat(ModelProviders.all(name -> null, InstantSource.system()))
        .extracting(provider -> provider.description().name())
        .containsExactly(
            "openai", "anthropic", "replay", "simulated", "gemini", "mistral", "ollama");
  }
}
