package dev.researchlab.adapters.llm.anthropic;

import dev.researchlab.adapters.llm.http.ApiKey;
import dev.researchlab.adapters.llm.http.Endpoint;
import dev.researchlab.adapters.llm.http.ProviderClient;
import dev.researchlab.adapters.llm.specification.Options;
import dev.researchlab.domain.model.Capability;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Models behind any endpoint that speaks Anthropic's Messages API. */
public final class AnthropicProvider implements ModelProvider {

  private static final URI ANTHROPIC = URI.create("https://api.anthropic.com/v1");
  private static final String PATH = "/messages";
  private static final String STREAM = "stream";
  private static final ProviderDescription DESCRIPTION =
      new ProviderDescription(
          "anthropic",
          "Any endpoint of Anthropic's Messages API, over HTTP; max_tokens is 1024 unless said.",
          Map.of(
              STREAM, "true to get the answer token by token, which tells the time to the first"),
          Set.of(
              Capability.CHAT,
              Capability.STREAMING,
              Capability.TOOLS,
              Capability.IMAGES,
              Capability.STRUCTURED_OUTPUT));

  private final Function<String, @Nullable String> environment;
  private final InstantSource clock;

  /**
   * A provider that takes keys from this environment.
   *
   * @param environment the value of an environment variable by its name, null where it is not set
   * @param clock the present, against which a provider's dates are measured
   */
  public AnthropicProvider(Function<String, @Nullable String> environment, InstantSource clock) {
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
    stream(specification);
  }

  @Override
  public LanguageModel open(ModelSpecification specification) {
    Endpoint endpoint = endpoint(specification);
    boolean stream = stream(specification);
    @Nullable String key = ApiKey.of(specification, environment);
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", stream ? "text/event-stream" : "application/json");
    headers.put("anthropic-version", "2023-06-01");
    if (key != null) {
      headers.put("x-api-key", key);
    }
    return new AnthropicModel(
        new ProviderClient(specification, endpoint, key, headers, clock),
        endpoint.at(PATH),
        new RequestWriter(specification.modelIdentifier(), stream));
  }

  private static boolean stream(ModelSpecification specification) {
    return Options.of(specification, DESCRIPTION).flag(STREAM);
  }

  static Endpoint endpoint(ModelSpecification specification) {
    return Endpoint.of(specification, ANTHROPIC, List.of(PATH));
  }
}
