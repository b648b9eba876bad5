package dev.researchlab.adapters.llm.bridge;

import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.ports.driven.model.ModelProvider;
import dev.researchlab.ports.testkit.model.ModelProviderContract;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

class BridgedProviderTest extends ModelProviderContract {

  private static final ModelSpecification WORKING =
      Bridged.specification(
          Service.OLLAMA, URI.create("http://127.0.0.1:9"), Duration.ofSeconds(30));

  @Override
  protected ModelProvider provider() {
    return Bridged.provider(Service.OLLAMA);
  }

  @Override
  protected ModelSpecification working() {
    return WORKING;
  }

  @Override
  protected Map<String, ModelSpecification> broken() {
    return Map.of("base_url", WORKING.withEndpoint(URI.create("http://127.0.0.1:9/api/chat")));
  }
}
