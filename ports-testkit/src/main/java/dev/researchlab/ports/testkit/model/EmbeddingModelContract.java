package dev.researchlab.ports.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.ports.driven.model.EmbeddingModel;
import dev.researchlab.ports.driven.model.EmbeddingResult;
import dev.researchlab.ports.driven.model.EmbeddingResult.Embeddings;
import dev.researchlab.ports.driven.model.EmbeddingResult.Failed;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link EmbeddingModel} does, whoever answers. */
@Timeout(60)
public abstract class EmbeddingModelContract {

  private static final Duration PROMPTLY = Duration.ofSeconds(5);

  /** A model that answers every request for texts that are not empty. */
  protected abstract EmbeddingModel answering();

  /** A model of that time-out whose provider never answers. */
  protected abstract EmbeddingModel stalling(Duration timeout);

  @Test
  void givesEveryTextAVectorOfTheSameLengthInTheirOrder() throws InterruptedException {
    List<String> texts = List.of("one", "two", "three", "one");
    try (EmbeddingModel model = answering()) {
      List<float[]> vectors = embeddings(model.embed(texts)).vectors();

      assertThat(vectors).hasSameSizeAs(texts);
      assertThat(vectors).allSatisfy(v -> assertThat(v).hasSameSizeAs(vectors.getFirst()));
      assertThat(vectors.getFirst()).isNotEmpty().isEqualTo(vectors.getLast());
      assertThat(vectors.getFirst()).isNotEqualTo(vectors.get(1));
    }
  }

  @Test
  void answersManyThreadsAtOnce() throws InterruptedException, ExecutionException {
    try (EmbeddingModel model = answering()) {
      List<EmbeddingResult> results = Race.run(50, racer -> () -> model.embed(List.of("" + racer)));

      assertThat(results).hasOnlyElementsOfType(Embeddings.class);
    }
  }

  @Test
  void givesAResultForEveryText() throws InterruptedException {
    try (EmbeddingModel model = answering()) {
      assertThat(model.embed(Texts.DIFFICULT)).isNotNull();
      assertThat(model.embed(List.of(""))).isNotNull();
    }
  }

  @Test
  void refusesToEmbedNothing() {
    try (EmbeddingModel model = answering()) {
      assertThatIllegalArgumentException().isThrownBy(() -> model.embed(List.of()));
    }
  }

  @Test
  void failsWithATimeoutWhenNobodyAnswers() throws InterruptedException {
    Duration timeout = Duration.ofMillis(300);
    try (EmbeddingModel model = stalling(timeout)) {
      long start = System.nanoTime();
      EmbeddingResult result = model.embed(List.of("one"));

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(timeout.dividedBy(2), timeout.plus(PROMPTLY));
      assertThat(result)
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.failure().kind()).isEqualTo(CallFailure.TIMEOUT));
    }
  }

  @Test
  void givesUpAtOnceWhenInterruptedBefore() {
    try (EmbeddingModel model = stalling(Duration.ofMinutes(5))) {
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> model.embed(List.of("one")));
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void closesMoreThanOnce() {
    EmbeddingModel model = answering();
    model.close();

    assertThatCode(model::close).doesNotThrowAnyException();
  }

  private static Embeddings embeddings(EmbeddingResult result) {
    assertThat(result).isInstanceOf(Embeddings.class);
    return (Embeddings) result;
  }
}
