package dev.researchlab.application;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import org.jspecify.annotations.Nullable;

/** A variant of a running experiment, the model that answers for it, and the lane to that model. */
record OpenVariant(FrozenVariant frozen, LanguageModel model, LaneQueue lane) {

  String name() {
    return frozen.name();
  }

  @Nullable TokenPrice price() {
    return frozen.model().price();
  }

  GenerationRequest request(Sample sample, int epoch, long seed) {
    return new GenerationRequest(
        frozen.prompt().render(sample), frozen.parameters(), sample, epoch, seed);
  }
}
