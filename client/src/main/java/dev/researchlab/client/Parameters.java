package dev.researchlab.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a model is asked; what is null is left to the provider. */
public record Parameters(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxTokens,
    List<String> stop,
    @Nullable Long seed,
    List<Tool> tools,
    @Nullable ResponseSchema responseSchema) {
  public Parameters {
    stop = stop == null ? List.of() : List.copyOf(stop);
    tools = tools == null ? List.of() : List.copyOf(tools);
  }

  /** Everything left to the provider. */
  public static final Parameters PROVIDER_DEFAULTS =
      new Parameters(null, null, null, List.of(), null, List.of(), null);
}
