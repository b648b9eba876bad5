package dev.researchlab.adapters.llm.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.testkit.model.LanguageModelContract;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedModelTest extends LanguageModelContract {

  @Override
  protected LanguageModel answering() {
    return model(Map.of());
  }

  @Override
  protected Optional<LanguageModel> stalling(Duration timeout) {
    return Optional.of(model(Map.of("latency", "1h"), timeout));
  }

  @Test
  void answersTheFirstExpectedAnswerVerbatim() throws InterruptedException {
    Completion completion = ask(model(Map.of("accuracy", "1")), 42, " Paris ", "paris");

    assertThat(completion.text()).isEqualTo(" Paris ");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(completion.usage()).isEqualTo(new TokenUsage(4, 2));
    assertThat(completion.latency()).isNotNull();
  }

  @Test
  void repeatsTheQuestionWhereNoAnswerIsKnown() throws InterruptedException {
    assertThat(ask(model(Map.of("template", "<{{answer}}>")), 42).text()).isEqualTo("What, then?");
  }

  @Test
  void givesTheSameSeedTheSameAnswer() throws InterruptedException {
    LanguageModel model = model(Map.of("accuracy", "0.5"));
    LanguageModel other = model(Map.of("accuracy", "0.5", "latency", "1ms"));
    for (long seed = 0; seed < 100; seed++) {
      assertThat(ask(other, seed, "12").text()).isEqualTo(ask(model, seed, "12").text());
    }
  }

  @ParameterizedTest
  @CsvSource({"0.8, 1", "0.5, 2", "0.05, 4294967296", "0.8, -7046029254386353131"})
  void isRightAsOftenAsItsAccuracySaysWhateverTheSeedsLookLike(double accuracy, long step)
      throws InterruptedException {
    LanguageModel model = model(Map.of("accuracy", Double.toString(accuracy)));
    int trials = 20_000;

    double share = share(model, trials, i -> i * step);

    // Five standard errors: a chance of less than one in a million for an honest model.
    assertThat(share)
        .isCloseTo(accuracy, within(5 * Math.sqrt(accuracy * (1 - accuracy) / trials)));
  }

  @Test
  void isAlwaysRightOrNeverAtTheEnds() throws InterruptedException {
    assertThat(share(model(Map.of("accuracy", "1")), 1000, i -> i)).isEqualTo(1);
    assertThat(share(model(Map.of("accuracy", "0")), 1000, i -> i)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "-3", "0", "2.50", "123456789012345678901234567890"})
  void getsANumberWrongByAnotherNumber(String expected) throws InterruptedException {
    LanguageModel model = model(Map.of("accuracy", "0"));
    for (long seed = 0; seed < 100; seed++) {
      String wrong = ask(model, seed, expected, "15", "1").text();

      assertThat(new BigDecimal(wrong)).isNotEqualByComparingTo(expected);
      assertThat(wrong).isNotIn("15", "1");
    }
  }

  @Test
  void doesNotKnowWhereTheAnswerIsNoNumber() throws InterruptedException {
    assertThat(ask(model(Map.of("accuracy", "0")), 1, "Paris").text()).isEqualTo("I do not know");
  }

  @Test
  void saysTheWrongAnswerAndTheWordsAroundItAsTold() throws InterruptedException {
    LanguageModel model =
        model(Map.of("accuracy", "0", "wrong", "Rome", "template", "{{answer}}? {{answer}}!"));

    assertThat(ask(model, 1, "Paris").text()).isEqualTo("Rome? Rome!");
  }

  @Test
  void takesItsTime() throws InterruptedException {
    long start = System.nanoTime();
    Completion completion = ask(model(Map.of("latency", "40ms")), 1, "x");
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

    assertThat(completion.latency()).isBetween(Duration.ofMillis(40), elapsed);
  }

  @Test
  void spreadsItsTime() throws InterruptedException {
    LanguageModel model = model(Map.of("latency", "2ms", "latency_sigma", "1"));
    List<Duration> latencies = new ArrayList<>();
    for (long seed = 0; seed < 50; seed++) {
      latencies.add(Objects.requireNonNull(ask(model, seed, "x").latency()));
    }

    assertThat(latencies).anyMatch(latency -> latency.compareTo(Duration.ofMillis(2)) < 0);
    assertThat(latencies).anyMatch(latency -> latency.compareTo(Duration.ofMillis(4)) > 0);
  }

  private static double share(LanguageModel model, int trials, LongUnaryOperator seeds)
      throws InterruptedException {
    int right = 0;
    for (int i = 0; i < trials; i++) {
      if (ask(model, seeds.applyAsLong(i), "Paris").text().equals("Paris")) {
        right++;
      }
    }
    return (double) right / trials;
  }

  private static LanguageModel model(Map<String, String> options) {
    return model(options, ModelSpecification.DEFAULT_TIMEOUT);
  }

  private static LanguageModel model(Map<String, String> options, Duration timeout) {
    return new SimulatedProvider()
        .open(
            new ModelSpecification(
                "simulated",
                "sim-1",
                null,
                null,
                GenerationParameters.PROVIDER_DEFAULTS,
                null,
                timeout,
                options));
  }

  private static Completion ask(LanguageModel model, long seed, String... expected)
      throws InterruptedException {
    return (Completion)
        model.generate(
            new GenerationRequest(
                List.of(
                    new ChatMessage(Role.SYSTEM, "Hm."), new ChatMessage(Role.USER, "What, then?")),
                GenerationParameters.PROVIDER_DEFAULTS,
                new Sample("q1", Map.of(), Arrays.asList(expected), Map.of()),
                1,
                seed));
  }
}
