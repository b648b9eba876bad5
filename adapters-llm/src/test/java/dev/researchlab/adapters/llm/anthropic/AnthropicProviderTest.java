package dev.researchlab.adapters.llm.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.ports.driven.model.ModelProvider;
import dev.researchlab.ports.testkit.model.ModelProviderContract;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicProviderTest extends ModelProviderContract {

  private static final ModelSpecification WORKING =
      Anthropic.specification(
          URI.create("http://127.0.0.1:9/v1"), Duration.ofSeconds(30), Map.of("stream", "true"));

  @Override
  protected ModelProvider provider() {
    return Anthropic.provider();
  }

  @Override
  protected ModelSpecification working() {
    return WORKING;
  }

  @Override
  protected Map<String, ModelSpecification> broken() {
    return Map.of(
        "base_url", WORKING.withEndpoint(URI.create("https://example.org/v1/messages")),
        "stream", WORKING.withOptions(Map.of("stream", "yes")));
  }

  @Test
  void reachesAnthropicWhereNoBaseUrlIsSaid() {
    assertThat(AnthropicProvider.endpoint(ModelSpecification.of("anthropic", "m")).at("/messages"))
        .hasToString("https://api.anthropic.com/v1/messages");
  }
}
