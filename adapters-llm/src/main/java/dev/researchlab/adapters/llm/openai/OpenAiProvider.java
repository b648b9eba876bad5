package dev.researchlab.adapters.llm.openai;

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
import org.jspecify.annotations.Nullable;

/** Models behind any endpoint that speaks OpenAI's chat completions. */
public final class OpenAiProvider implements ModelProvider {

  private static final String MAX_TOKENS_FIELD = "max_tokens_field";
  private static final List<String> MAX_TOKENS_FIELDS =
      List.of("max_tokens", "max_completion_tokens");
  private static final ProviderDescription DESCRIPTION =
      new ProviderDescription(
          "openai",
          "Any OpenAI-compatible chat endpoint, over HTTP.",
          Map.of(
              MAX_TOKENS_FIELD,
              "how the endpoint calls the limit of output tokens: max_tokens (unless said) or"
                  + " max_completion_tokens"),
          Set.of(Capability.CHAT, Capability.SEED));

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
    Endpoint.of(specification);
    key(specification);
    requestWriter(specification);
  }

  @Override
  public LanguageModel open(ModelSpecification specification) {
    Endpoint endpoint = Endpoint.of(specification);
    @Nullable String key = key(specification);
    var failures = new Failures(specification, endpoint, new OneLine(key), clock);
    return new OpenAiModel(
        endpoint, key, requestWriter(specification), failures, specification.timeout());
  }

  private static ChatRequestWriter requestWriter(ModelSpecification specification) {
    String field =
        Options.of(specification, DESCRIPTION).text(MAX_TOKENS_FIELD, MAX_TOKENS_FIELDS.getFirst());
    if (!MAX_TOKENS_FIELDS.contains(field)) {
      throw new InvalidException(
          MAX_TOKENS_FIELD,
          "must be %s, not '%s'".formatted(String.join(" or ", MAX_TOKENS_FIELDS), field));
    }
    return new ChatRequestWriter(specification.modelIdentifier(), field);
  }

  private @Nullable String key(ModelSpecification specification) {
    @Nullable String variable = specification.credentialVariable();
    if (variable == null) {
      return null;
    }
    @Nullable String value = environment.apply(variable);
    if (value == null || value.isBlank()) {
      throw new InvalidException(
          "api_key_env",
          "the environment variable %s is not set; it must hold the provider's key"
              .formatted(variable));
    }
    String key = value.strip();
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new InvalidException(
          "api_key_env",
          "the environment variable "
              + variable
              + " holds a space, a line break or another character that no key has");
    }
    return key;
  }
}
