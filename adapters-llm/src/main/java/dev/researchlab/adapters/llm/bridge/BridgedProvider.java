package dev.researchlab.adapters.llm.bridge;

import dev.researchlab.adapters.llm.http.ApiKey;
import dev.researchlab.adapters.llm.http.Endpoint;
import dev.researchlab.adapters.llm.http.ProviderClient;
import dev.researchlab.adapters.llm.specification.Options;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.Capability;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models of a service whose protocol LangChain4j knows; the library is loaded with the first. */
public final class BridgedProvider implements ModelProvider {

  private final Service service;
  private final Function<String, @Nullable String> environment;
  private final InstantSource clock;
  private final ProviderDescription description;

  private BridgedProvider(
      Service service, Function<String, @Nullable String> environment, InstantSource clock) {
    this.service = service;
    this.environment = environment;
    this.clock = clock;
    this.description =
        new ProviderDescription(
            service.key(),
            service.summary(),
            Map.of(),
            Set.of(
                Capability.CHAT,
                Capability.TOOLS,
                Capability.IMAGES,
                Capability.STRUCTURED_OUTPUT,
                Capability.SEED));
  }

  /**
   * One provider for each service: {@code gemini}, {@code mistral} and {@code ollama}.
   *
   * @param environment the value of an environment variable by its name, null where it is not set
   * @param clock the present, against which a provider's dates are measured
   */
  public static Stream<ModelProvider> all(
      Function<String, @Nullable String> environment, InstantSource clock) {
    return Stream.of(Service.values())
        .map(service -> new BridgedProvider(service, environment, clock));
  }

  @Override
  public ProviderDescription description() {
    return description;
  }

  @Override
  public void check(ModelSpecification specification) {
    Options.of(specification, description);
    endpoint(specification);
    ApiKey.of(specification, environment);
  }

  @Override
  public LanguageModel open(ModelSpecification specification) {
    Options.of(specification, description);
    Endpoint endpoint = endpoint(specification);
    @Nullable String key = ApiKey.of(specification, environment);
    return new BridgedModel(
        service,
        endpoint,
        specification.modelIdentifier(),
        new ProviderClient(specification, endpoint, key, service.headers(key), clock));
  }

  private Endpoint endpoint(ModelSpecification specification) {
    Endpoint endpoint =
        Endpoint.of(specification, service.endpoint(), List.of("/chat/completions", "/api/chat"));
    if (!endpoint.query().isEmpty()) {
      throw new InvalidException("base_url", "must not have a part after ?: " + endpoint.base());
    }
    return endpoint;
  }
}
