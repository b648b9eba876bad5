package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.ModelProviders;
import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import dev.researchlab.simulator.AnswerRule;
import dev.researchlab.simulator.Fault;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.RetryAfter;
import dev.researchlab.simulator.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault of a provider, over real HTTP: how the trials end, how many requests were sent, and
 * that the run ends.
 */
@Timeout(120)
class ProviderFaultsIT {

  private static final ProjectId PROJECT = ProjectId.DEFAULT;
  private static final int SAMPLES = 5;

  private Execution execution = new Execution(SAMPLES, 3, Duration.ofMillis(5));
  private InstantSource clock = InstantSource.system();

  /** For the first byte, and between bytes: short where the provider falls silent on purpose. */
  private Duration silence = Duration.ofSeconds(10);

  private record Result(Run run, List<Evaluation> evaluations, Duration took) {

    List<String> outcomes() {
      return evaluations.stream().map(evaluation -> evaluation.outcome().kind()).toList();
    }
  }

  private SimulatorSettings.Builder faulty(Fault fault) {
    if (fault == Fault.STALL || fault == Fault.STALL_MID_BODY) {
      silence = Duration.ofMillis(300);
    }
    return SimulatorSettings.builder()
        .answers(new AnswerRule.Fixed("yes"))
        .fault(fault, 1)
        .retryAfter(RetryAfter.MILLISECONDS)
        .retryAfterOnFault(Duration.ofMillis(20));
  }

  private Result run(URI endpoint, int samples) {
    ResearchLab lab =
        ResearchLab.with(
            LocalPorts.inMemory(clock).withProviders(ModelProviders.all(name -> null, clock)));
    try (lab) {
      Dataset dataset = lab.datasets().create(PROJECT, "questions");
      DatasetVersion version =
          lab.datasets()
              .importVersion(
                  PROJECT,
                  dataset.id(),
                  IntStream.range(0, samples)
                      .mapToObj(i -> Sample.of("q" + i, "Question " + i, "yes"))
                      .iterator());
      PromptVersion prompt = lab.prompts().write(PROJECT, "plain", PromptContent.text("{{input}}"));
      ModelSpecification specification =
          new ModelSpecification(
              "openai",
              "m",
              endpoint,
              null,
              GenerationParameters.PROVIDER_DEFAULTS,
              null,
              Duration.ofSeconds(20),
              silence,
              silence,
              ModelLimits.UNKNOWN,
              Map.of());
      Model model = lab.models().register(PROJECT, "m", specification);
      ExperimentDesign design =
          new ExperimentDesign(
              List.of(Variant.of(model, prompt)),
              dataset.id(),
              version.hash(),
              List.of(MetricDefinition.of("exact_match")),
              1,
              0,
              null,
              0.05,
              execution);
      long start = System.nanoTime();
      Run run =
          lab.runs()
              .start(
                  PROJECT,
                  lab.experiments().design(PROJECT, ExperimentDraft.of("faults", design)).id());
      Run ended = lab.runs().await(PROJECT, run.id(), Duration.ofSeconds(100));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      try (Stream<Evaluation> evaluations = lab.evaluations().evaluations(PROJECT, run.id())) {
        return new Result(ended, evaluations.toList(), took);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMIT,      rate_limited,   15",
    "SERVER_ERROR,    provider_error, 15",
    "UNAVAILABLE,     provider_error, 15",
    "BAD_GATEWAY,     provider_error, 15",
    "OVERLOADED,      provider_error, 15",
    "RESET,           provider_error, 15",
    "RESET_MID_BODY,  provider_error, 15",
    "TRUNCATED_BODY,  provider_error, 15",
    "STALL,           timed_out,      15",
    "STALL_MID_BODY,  timed_out,      15",
    "MALFORMED_BODY,  malformed,      15",
    "HUGE_BODY,       malformed,      15",
    "EMPTY_ANSWER,    answered,        5",
    "WRONG_ID,        answered,        5",
    "CONTENT_FILTER,  refused,         5",
    "CONTEXT_LENGTH,  provider_error,  5"
  })
  void endsEveryTrialInItsTypeAfterSoManyRequests(Fault fault, String outcome, int requests) {
    try (ProviderSimulator provider = ProviderSimulator.start(faulty(fault).build())) {
      Result result = run(provider.baseUrl(), SAMPLES);

      assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(result.outcomes()).hasSize(SAMPLES).containsOnly(outcome);
      assertThat(provider.stats().requests()).isEqualTo(requests);
      assertThat(provider.stats().inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "RATE_LIMIT",
        "SERVER_ERROR",
        "UNAVAILABLE",
        "BAD_GATEWAY",
        "OVERLOADED",
        "RESET",
        "RESET_MID_BODY",
        "TRUNCATED_BODY",
        "STALL",
        "STALL_MID_BODY",
        "MALFORMED_BODY",
        "HUGE_BODY"
      })
  void getsEveryAnswerOnceTheFaultIsOver(Fault fault) {
    SimulatorSettings settings = faulty(fault).faultsUntil(SAMPLES).build();
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      Result result = run(provider.baseUrl(), 50);

      assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(result.outcomes()).hasSize(50).containsOnly("answered");
      assertThat(provider.stats().requests()).isEqualTo(50 + SAMPLES);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"UNAUTHORIZED", "QUOTA_EXHAUSTED"})
  void stopsAtOnceWhereNoFurtherCallCanWork(Fault fault) {
    try (ProviderSimulator provider = ProviderSimulator.start(faulty(fault).build())) {
      Result result = run(provider.baseUrl(), 1_000);

      assertThat(result.run().status()).isEqualTo(RunStatus.FAILED);
      assertThat(result.evaluations()).isEmpty();
      assertThat(provider.stats().requests()).isBetween(1L, (long) SAMPLES);
    }
  }

  @Test
  void stopsAtOnceWhereNobodyListens() {
    URI endpoint;
    try (ProviderSimulator provider =
        ProviderSimulator.start(SimulatorSettings.builder().build())) {
      endpoint = provider.baseUrl();
    }
    Result result = run(endpoint, 1_000);

    assertThat(result.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(result.run().failure()).isNotNull();
    assertThat(result.run().failure().message()).contains("nobody listens");
  }

  @ParameterizedTest
  @CsvSource({
    "SECONDS,      1000, 1000",
    "MILLISECONDS, 1000, 1000",
    "MILLISECONDS,   30,   30",
    "HTTP_DATE,    1000,  900"
  })
  void sendsNothingBeforeTheProviderWantsItAgain(RetryAfter form, int waitMillis, int leastMillis) {
    SimulatorSettings settings =
        faulty(Fault.RATE_LIMIT)
            .retryAfter(form)
            .retryAfterOnFault(Duration.ofMillis(waitMillis))
            .faultsUntil(SAMPLES)
            .build();
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      Result result = run(provider.baseUrl(), SAMPLES);

      assertThat(result.outcomes()).containsOnly("answered");
      assertThat(provider.stats().requests()).isEqualTo(2 * SAMPLES);
      assertThat(result.took()).isGreaterThan(Duration.ofMillis(leastMillis));
    }
  }

  @Test
  void keepsToAQuotaThatTheProviderTellsAndIsHardlyRefused() {
    SimulatorSettings settings =
        SimulatorSettings.builder()
            .answers(new AnswerRule.Fixed("yes"))
            .latency(new Latency.Fixed(Duration.ofMillis(20)))
            .quota(200, 200)
            .build();
    execution = execution.withConcurrency(500);
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      Result result = run(provider.baseUrl(), 1_000);

      assertThat(result.outcomes()).hasSize(1_000).containsOnly("answered");
      assertThat(provider.stats().rateLimited()).isLessThan(10);
      // The first 200 go at once, the others at 200 a second.
      assertThat(result.took()).isBetween(Duration.ofMillis(3_990), Duration.ofMillis(5_500));
    }
  }

  @Test
  void doesNotCareThatTheClockJumps() {
    AtomicInteger reads = new AtomicInteger();
    List<Duration> jumps = new ArrayList<>(List.of(Duration.ofDays(-400), Duration.ofDays(900)));
    clock = () -> Instant.now().plus(jumps.get(reads.incrementAndGet() / 7 % 2));
    SimulatorSettings settings =
        faulty(Fault.RATE_LIMIT)
            .fault(Fault.RATE_LIMIT, 0.2)
            .fault(Fault.STALL, 0.05)
            .fault(Fault.SERVER_ERROR, 0.1)
            .build();
    execution = new Execution(SAMPLES, 30, Duration.ofMillis(5));
    silence = Duration.ofMillis(300);
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      Result result = run(provider.baseUrl(), 100);

      assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(result.outcomes()).hasSize(100).containsOnly("answered");
    }
  }
}
