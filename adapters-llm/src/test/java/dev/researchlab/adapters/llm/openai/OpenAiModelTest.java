package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.model.LanguageModelContract;
import dev.researchlab.simulator.Fault;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.RetryAfter;
import dev.researchlab.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a provider that speaks the protocol and fails on demand. */
class OpenAiModelTest extends LanguageModelContract {

  private static final List<Fault> FAULTS =
      List.of(
          Fault.RATE_LIMIT,
          Fault.SERVER_ERROR,
          Fault.UNAVAILABLE,
          Fault.RESET,
          Fault.RESET_MID_BODY,
          Fault.STALL,
          Fault.SLOW_BODY,
          Fault.MALFORMED_BODY,
          Fault.TRUNCATED_BODY,
          Fault.EMPTY_ANSWER,
          Fault.CONTENT_FILTER);

  private final List<ProviderSimulator> simulators = new ArrayList<>();

  @AfterEach
  void closeSimulators() {
    simulators.forEach(ProviderSimulator::close);
  }

  @Override
  protected LanguageModel answering() {
    return model(SimulatorSettings.builder(), Duration.ofSeconds(30));
  }

  @Override
  protected Optional<LanguageModel> stalling(Duration timeout) {
    return Optional.of(model(SimulatorSettings.builder().fault(Fault.STALL, 1), timeout));
  }

  @Test
  void answersEveryOneOfTwoHundredCallsAtOnce() throws Exception {
    Duration latency = Duration.ofMillis(100);
    try (LanguageModel model =
        model(
            SimulatorSettings.builder().latency(new Latency.Fixed(latency)),
            Duration.ofSeconds(30))) {
      List<GenerationResult> results =
          Race.run(200, racer -> () -> model.generate(OpenAi.request("question " + racer)));

      assertThat(results)
          .hasSize(200)
          .allSatisfy(
              result -> {
                assertThat(result).isInstanceOf(Completion.class);
                assertThat(((Completion) result).latency()).isGreaterThanOrEqualTo(latency);
              });
      assertThat(results.stream().map(result -> ((Completion) result).text()).distinct())
          .hasSize(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void tellsEveryFaultOfAProviderThatFailsHalfOfItsCalls(String stream) throws Exception {
    SimulatorSettings.Builder settings =
        SimulatorSettings.builder()
            .seed(7)
            .retryAfter(RetryAfter.MILLISECONDS)
            .retryAfterOnFault(Duration.ofMillis(1234))
            .slowBodyDuration(Duration.ofSeconds(30));
    for (Fault fault : FAULTS) {
      settings.fault(fault, 0.05);
    }
    try (LanguageModel model = model(settings, Duration.ofSeconds(2), stream)) {
      List<GenerationResult> results =
          Race.run(500, racer -> () -> model.generate(OpenAi.request()));

      Map<CallFailure, Long> failures =
          results.stream()
              .filter(Failure.class::isInstance)
              .map(result -> ((Failure) result).kind())
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      assertThat(failures)
          .isEqualTo(
              Map.of(
                  CallFailure.RATE_LIMIT, count(Fault.RATE_LIMIT),
                  CallFailure.OVERLOAD, count(Fault.UNAVAILABLE),
                  CallFailure.MALFORMED, count(Fault.MALFORMED_BODY),
                  CallFailure.TIMEOUT, count(Fault.STALL, Fault.SLOW_BODY),
                  CallFailure.TRANSIENT,
                      count(
                          Fault.SERVER_ERROR,
                          Fault.RESET,
                          Fault.RESET_MID_BODY,
                          Fault.TRUNCATED_BODY)));
      assertThat(results)
          .filteredOn(result -> result instanceof Failure f && f.kind() == CallFailure.RATE_LIMIT)
          .allSatisfy(
              result ->
                  assertThat(((Failure) result).retryAfter()).isEqualTo(Duration.ofMillis(1234)));
      assertThat(results)
          .filteredOn(result -> result instanceof Completion)
          .filteredOn(result -> ((Completion) result).finishReason() == FinishReason.CONTENT_FILTER)
          .hasSize((int) count(Fault.CONTENT_FILTER));
    }
  }

  private LanguageModel model(SimulatorSettings.Builder settings, Duration timeout) {
    return model(settings, timeout, "false");
  }

  private LanguageModel model(SimulatorSettings.Builder settings, Duration timeout, String stream) {
    ProviderSimulator simulator = ProviderSimulator.start(settings.apiKey(OpenAi.KEY).build());
    simulators.add(simulator);
    return OpenAi.provider()
        .open(
            OpenAi.specification(simulator.baseUrl(), "TEST_KEY", timeout)
                .withOptions(Map.of("stream", stream)));
  }

  /** How often the simulator failed in one of these ways. */
  private long count(Fault... faults) {
    Map<Fault, Long> seen = simulators.getLast().stats().faults();
    return Stream.of(faults).mapToLong(fault -> seen.getOrDefault(fault, 0L)).sum();
  }
}
