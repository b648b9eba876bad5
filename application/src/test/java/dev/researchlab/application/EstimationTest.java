package dev.researchlab.application;

import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.run.RunEstimate;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EstimationTest {

  private final TestLab lab = new TestLab(ScriptedProvider.correct());

  @AfterEach
  void close() {
    lab.close();
  }

  private ExperimentId priced(int epochs) {
    lab.epochs = epochs;
    lab.specification =
        name ->
            ModelSpecification.of("scripted", name)
                .withPrice(new TokenPrice(BigDecimal.ONE, BigDecimal.TWO));
    return lab.design(samples(4));
  }

  private RunEstimate estimate(ExperimentId experiment, Duration latency, long outputTokens) {
    return lab.lab.runs().estimate(PROJECT, experiment, latency, outputTokens);
  }

  @Test
  void countsCallsAndTokensOfEveryEpoch() {
    ExperimentId experiment = priced(3);
    RunEstimate estimate = estimate(experiment, Duration.ofSeconds(2), 10);

    assertThat(estimate.trials()).isEqualTo(24);
    assertThat(estimate.variants())
        .allSatisfy(
            variant -> {
              assertThat(variant.calls()).isEqualTo(12);
              assertThat(variant.outputTokens()).isEqualTo(120);
              assertThat(variant.mostOutputTokens()).isEqualTo(12 * 512);
            });
    assertThat(estimate.time()).isEqualTo(Duration.ofSeconds(6));
    assertThat(estimate(experiment, Duration.ZERO, 0).tokens()).isEqualTo(estimate.tokens() - 240);
  }

  @Test
  void assumesNoLongerAnswersThanTheModelMayGive() {
    assertThat(estimate(priced(1), Duration.ZERO, Long.MAX_VALUE).variants())
        .allSatisfy(
            variant -> assertThat(variant.outputTokens()).isEqualTo(variant.mostOutputTokens()));
  }

  @Test
  void refusesAssumptionsBelowZero() {
    ExperimentId experiment = priced(1);
    assertThatThrownBy(() -> estimate(experiment, Duration.ZERO, -1))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("output_tokens: ");
    assertThatThrownBy(() -> estimate(experiment, Duration.ofMillis(-1), 0))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("latency: ");
  }
}
