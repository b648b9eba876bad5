package dev.researchlab.domain.model;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHasher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model samples its answer; what is null is left to the provider.
 *
 * @param temperature 0 and above
 * @param topP above 0, at most 1
 * @param maxOutputTokens at least 1
 * @param stop texts that end the answer
 * @param seed the provider's own seed, for those that take one
 * @param tools what the model may ask to have called
 * @param responseSchema the JSON that the answer shall be
 */
public record GenerationParameters(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxOutputTokens,
    List<String> stop,
    @Nullable Long seed,
    List<ToolDefinition> tools,
    @Nullable ResponseSchema responseSchema) {

  /** Everything left to the provider. */
  public static final GenerationParameters PROVIDER_DEFAULTS =
      new GenerationParameters(null, null, null, List.of(), null);

  /**
   * @throws InvalidException if a value is out of its range
   */
  public GenerationParameters {
    if (temperature != null && !(temperature >= 0)) {
      throw new InvalidException("temperature", "must be 0 or more, not " + temperature);
    }
    if (topP != null && !(topP > 0 && topP <= 1)) {
      throw new InvalidException("top_p", "must be above 0 and at most 1, not " + topP);
    }
    if (maxOutputTokens != null && maxOutputTokens < 1) {
      throw new InvalidException("max_tokens", "must be 1 or more, not " + maxOutputTokens);
    }
    stop = List.copyOf(stop);
    tools = List.copyOf(tools);
  }

  /** Parameters without tools, of an answer of any form. */
  public GenerationParameters(
      @Nullable Double temperature,
      @Nullable Double topP,
      @Nullable Integer maxOutputTokens,
      List<String> stop,
      @Nullable Long seed) {
    this(temperature, topP, maxOutputTokens, stop, seed, List.of(), null);
  }

  /** These parameters where they say something, the others elsewhere. */
  public GenerationParameters orElse(GenerationParameters others) {
    return new GenerationParameters(
        temperature != null ? temperature : others.temperature,
        topP != null ? topP : others.topP,
        maxOutputTokens != null ? maxOutputTokens : others.maxOutputTokens,
        stop.isEmpty() ? others.stop : stop,
        seed != null ? seed : others.seed,
        tools.isEmpty() ? others.tools : tools,
        responseSchema != null ? responseSchema : others.responseSchema);
  }

  /** Adds everything that determines an answer to the hash. */
  public void addTo(ContentHasher hasher) {
    hasher.add(temperature).add(topP).add(maxOutputTokens).add(stop).add(seed).add(tools.size());
    tools.forEach(tool -> hasher.add(tool.name()).add(tool.description()).add(tool.parameters()));
    hasher.add(responseSchema == null ? null : responseSchema.schema());
  }
}
