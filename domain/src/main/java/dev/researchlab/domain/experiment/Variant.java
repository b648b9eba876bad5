package dev.researchlab.domain.experiment;

import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;

/**
 * One of the things that an experiment compares: a model asked with a prompt.
 *
 * @param name unique in its experiment
 * @param parameters what differs from the model's own; the rest comes from the model
 */
public record Variant(
    String name,
    ModelId model,
    PromptId prompt,
    int promptVersion,
    GenerationParameters parameters) {

  public Variant {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a variant has a name");
    }
  }

  /** A variant named by its model, with the model's own parameters. */
  public static Variant of(Model model, PromptVersion prompt) {
    return new Variant(
        model.name(),
        model.id(),
        prompt.prompt(),
        prompt.number(),
        GenerationParameters.PROVIDER_DEFAULTS);
  }
}
