package dev.researchlab.ports.driven.model;

import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.QuotaReading;
import dev.researchlab.domain.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call to an embedding model gave: vectors, or the typed reason why there are none. */
public sealed interface EmbeddingResult {

  /**
   * The model answered.
   *
   * @param vectors one of each text, in the order of the texts; not to be changed
   * @param usage the tokens as the provider counted them, without output; null where it did not say
   * @param latency from the request's first byte to the answer's last
   * @param quotas what the provider said of its quotas
   */
  record Embeddings(
      List<float[]> vectors,
      @Nullable TokenUsage usage,
      Duration latency,
      List<QuotaReading> quotas)
      implements EmbeddingResult {

    public Embeddings {
      vectors = List.copyOf(vectors);
      quotas = List.copyOf(quotas);
    }
  }

  /** The call gave no vectors. */
  record Failed(GenerationResult.Failure failure) implements EmbeddingResult {}
}
