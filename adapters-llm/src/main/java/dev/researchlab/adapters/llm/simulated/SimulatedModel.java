package dev.researchlab.adapters.llm.simulated;

import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Draws right or wrong, the wrong number and the latency from the request's seed.
 *
 * @param latency the median
 * @param latencySigma standard deviation of the logarithm of the latency
 * @param wrong the wrong answer, null for one made from the right answer
 */
record SimulatedModel(
    double accuracy,
    Duration latency,
    double latencySigma,
    @Nullable String wrong,
    String template,
    Duration timeout)
    implements LanguageModel {

  /** What the template has in place of the answer. */
  static final String ANSWER = "{{answer}}";

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final int CHARACTERS_PER_TOKEN = 4;

  @Override
  public GenerationResult generate(GenerationRequest request, Runnable firstByte)
      throws InterruptedException {
    long start = System.nanoTime();
    // SplittableRandom scatters neighbouring seeds, so that the share of right answers is the
    // accuracy whatever the seeds of the trials look like.
    RandomGenerator random = new SplittableRandom(request.seed());
    boolean right = random.nextDouble() < accuracy;
    Duration wait = wait(random);
    if (wait.compareTo(timeout) > 0) {
      Thread.sleep(timeout);
      return new GenerationResult.Failure(
          CallFailure.TIMEOUT,
          "no answer within %s s".formatted(BigDecimal.valueOf(timeout.toMillis(), 3)),
          null,
          null);
    }
    Thread.sleep(wait);
    String answer = answer(request, right, random);
    long inputCharacters =
        request.messages().stream().map(ChatMessage::content).mapToLong(String::length).sum();
    return new GenerationResult.Completion(
        answer,
        FinishReason.STOP,
        new TokenUsage(tokens(inputCharacters), tokens(answer.length())),
        Duration.ofNanos(System.nanoTime() - start));
  }

  @Override
  public void close() {}

  private Duration wait(RandomGenerator random) {
    double factor = latencySigma == 0 ? 1 : Math.exp(latencySigma * random.nextGaussian());
    return Duration.ofNanos((long) (TimeUnit.NANOSECONDS.convert(latency) * factor));
  }

  private String answer(GenerationRequest request, boolean right, RandomGenerator random) {
    List<String> expected = request.sample().expected();
    if (expected.isEmpty()) {
      return request.messages().getLast().content();
    }
    String answer = right ? expected.getFirst() : wrongAnswer(expected, random);
    return template.replace(ANSWER, answer);
  }

  private String wrongAnswer(List<String> expected, RandomGenerator random) {
    if (wrong != null) {
      return wrong;
    }
    if (!NUMBER.matcher(expected.getFirst()).matches()) {
      return "I do not know";
    }
    BigDecimal number = new BigDecimal(expected.getFirst());
    do {
      number = number.add(BigDecimal.valueOf(random.nextInt(1, 10)));
    } while (expected.contains(number.toPlainString()));
    return number.toPlainString();
  }

  private static long tokens(long characters) {
    return Math.ceilDiv(characters, CHARACTERS_PER_TOKEN);
  }
}
