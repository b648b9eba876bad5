package dev.researchlab.ports.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link LanguageModel} does, whoever answers. */
@Timeout(60)
public abstract class LanguageModelContract {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration PROMPTLY = Duration.ofSeconds(5);

  /** A model that answers {@link #request} and every other request with some result. */
  protected abstract LanguageModel answering();

  /**
   * A model of that time-out whose provider never answers; empty where this kind of model waits for
   * nobody, so that there is nothing to interrupt.
   */
  protected abstract Optional<LanguageModel> stalling(Duration timeout);

  /** A request that {@link #answering} answers with a completion. */
  protected GenerationRequest request() {
    return Models.request();
  }

  @Test
  void answers() throws InterruptedException {
    try (LanguageModel model = answering()) {
      assertThat(model.generate(request())).isInstanceOf(GenerationResult.Completion.class);
    }
  }

  @Test
  void answersManyThreadsAtOnce() throws InterruptedException, ExecutionException {
    try (LanguageModel model = answering()) {
      List<GenerationResult> results = Race.run(100, racer -> () -> model.generate(request()));

      assertThat(results).hasOnlyElementsOfType(GenerationResult.Completion.class);
    }
  }

  @Test
  void givesAResultForEveryText() throws InterruptedException {
    try (LanguageModel model = answering()) {
      for (String text : Texts.DIFFICULT) {
        assertThat(model.generate(Models.request(text))).isNotNull();
      }
      assertThat(model.generate(Models.request(""))).isNotNull();
      assertThat(model.generate(Models.request(Texts.large()))).isNotNull();
    }
  }

  @Test
  void failsWithATimeoutWhenNobodyAnswers() throws InterruptedException {
    Duration timeout = Duration.ofMillis(300);
    try (LanguageModel model = stallingOrSkip(timeout)) {
      long start = System.nanoTime();
      GenerationResult result = model.generate(request());

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(timeout.dividedBy(2), timeout.plus(PROMPTLY));
      assertThat(result)
          .isInstanceOfSatisfying(
              GenerationResult.Failure.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(CallFailure.TIMEOUT);
                assertThat(failure.message()).isNotBlank().hasLineCount(1);
              });
    }
  }

  @Test
  void givesUpAtOnceWhenInterrupted() throws Exception {
    try (LanguageModel model = stallingOrSkip(LONG)) {
      assertThat(interruptedCall(model)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void givesUpAtOnceWhenInterruptedBefore() {
    try (LanguageModel model = stallingOrSkip(LONG)) {
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> model.generate(request()));
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void canBeAskedAgainAfterAnInterruptedCall() throws Exception {
    try (LanguageModel model = stallingOrSkip(Duration.ofSeconds(3))) {
      interruptedCall(model);

      assertThat(model.generate(request())).isInstanceOf(GenerationResult.Failure.class);
    }
  }

  @Test
  void closesMoreThanOnce() {
    LanguageModel model = answering();
    model.close();

    assertThatCode(model::close).doesNotThrowAnyException();
  }

  private LanguageModel stallingOrSkip(Duration timeout) {
    Optional<LanguageModel> model = stalling(timeout);
    assumeThat(model).as("this kind of model waits for nobody").isPresent();
    return model.orElseThrow();
  }

  /** What a call throws whose thread is interrupted while it waits for the provider. */
  private Throwable interruptedCall(LanguageModel model) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    GenerationResult result = model.generate(request());
                    thrown.complete(new AssertionError("the call gave " + result));
                  } catch (Throwable e) {
                    thrown.complete(e);
                  }
                });
    awaitWaiting(caller);
    caller.interrupt();
    return thrown.get(PROMPTLY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns when the thread waits, or after a second: some waits look like running. */
  private static void awaitWaiting(Thread thread) throws InterruptedException {
    for (int i = 0; i < 100 && !isWaiting(thread); i++) {
      Thread.sleep(10);
    }
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }
}
