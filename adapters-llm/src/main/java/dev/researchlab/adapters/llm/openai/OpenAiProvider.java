package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.http.ApiKey;
import dev.researchlab.adapters.llm.http.Endpoint;
import dev.researchlab.adapters.llm.http.ProviderClient;
import dev.researchlab.domain.model.Capability;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.model.EmbeddingModel;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Models behind any endpoint that speaks OpenAI's chat completions or completions. */
public final class OpenAiProvider implements ModelProvider {

  private static final URI OPENAI = URI.create("https://api.openai.com/v1");
  private static final List<String> PATHS =
      List.of("/chat/completions", "/completions", "/embeddings");
  private static final ProviderDescription DESCRIPTION =
      new ProviderDescription(
          "openai",
          "Any OpenAI-compatible endpoint, over HTTP.",
          Dialect.OPTIONS,
          Set.of(
              Capability.CHAT,
              Capability.STREAMING,
              Capability.COMPLETIONS,
              Capability.LOGPROBS,
              Capability.EMBEDDINGS,
              Capability.TOOLS,
              Capability.IMAGES,
              Capability.STRUCTURED_OUTPUT,
              Capability.SEED));

  private final Function<String, @Nullable String> environment;
  private final InstantSource clock;

  /**
   * A provider that takes keys from this environment.
   *
   * @param environment the value of an environment variable by its name, null where it is not set
   * @param clock the present, against which a provider's "retry after this date" is measured
   */
  public OpenAiProvider(Function<String, @Nullable String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public ProviderDescription description() {
    return DESCRIPTION;
  }

  @Override
  public void check(ModelSpecification specification) {
    endpoint(specification);
    ApiKey.of(specification, environment);
    Dialect.of(specification, DESCRIPTION);
  }

  @Override
  public LanguageModel open(ModelSpecification specification) {
    Endpoint endpoint = endpoint(specification);
    Dialect dialect = Dialect.of(specification, DESCRIPTION);
    return new OpenAiModel(
        client(
            specification, endpoint, dialect.stream() ? "text/event-stream" : "application/json"),
        endpoint.at(dialect.path()),
        new RequestWriter(specification.modelIdentifier(), dialect));
  }

  @Override
  public Optional<EmbeddingModel> openEmbeddings(ModelSpecification specification) {
    check(specification);
    Endpoint endpoint = endpoint(specification);
    return Optional.of(
        new OpenAiEmbeddings(
            client(specification, endpoint, "application/json"),
            endpoint.at("/embeddings"),
            specification.modelIdentifier()));
  }

  private ProviderClient client(
      ModelSpecification specification, Endpoint endpoint, String accepted) {
    @Nullable String key = ApiKey.of(specification, environment);
    Map<String, String> headers =
        key == null
            ? Map.of("Accept", accepted)
            : Map.of("Accept", accepted, "Authorization", "Bearer " + key);
    return new ProviderClient(specification, endpoint, key, headers, clock);
  }

  static Endpoint endpoint(ModelSpecification specification) {
    return Endpoint.of(specification, OPENAI, PATHS);
  }
}
