package dev.researchlab.adapters.llm.simulated;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.ports.driven.model.ModelProvider;
import dev.researchlab.ports.testkit.model.ModelProviderContract;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedProviderTest extends ModelProviderContract {

  @Override
  protected ModelProvider provider() {
    return new SimulatedProvider();
  }

  @Override
  protected ModelSpecification working() {
    return with(
        Map.of(
            "accuracy", "0.5",
            "latency", "1.5s",
            "latency_sigma", "0.3",
            "wrong", "",
            "template", "It is {{answer}}."));
  }

  @Override
  protected Map<String, ModelSpecification> broken() {
    return Map.of(
        "accuracy", with(Map.of("accuracy", "1.1")),
        "latency", with(Map.of("latency", "20")),
        "latency_sigma", with(Map.of("latency_sigma", "-1")),
        "template", with(Map.of("template", "It is {answer}.")));
  }

  @ParameterizedTest
  @CsvSource({
    "accuracy, -0.1",
    "accuracy, NaN",
    "accuracy, high",
    "accuracy, ''",
    "latency, -1s",
    "latency, ''",
    "latency_sigma, Infinity",
    "latency_sigma, 6"
  })
  void rejectsAValueThatMakesNoSense(String option, String value) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> provider().check(with(Map.of(option, value))))
        .withMessageStartingWith(option + ": ")
        .withMessageContaining(value);
  }

  private static ModelSpecification with(Map<String, String> options) {
    return ModelSpecification.of("simulated", "sim-1").withOptions(options);
  }
}
