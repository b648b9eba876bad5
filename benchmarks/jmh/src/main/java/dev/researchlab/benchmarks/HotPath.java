package dev.researchlab.benchmarks;

import dev.researchlab.adapters.llm.ModelProviders;
import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.lane.Backoff;
import dev.researchlab.domain.lane.CallSize;
import dev.researchlab.domain.lane.FairQueue;
import dev.researchlab.domain.lane.Lane;
import dev.researchlab.domain.metric.Answer;
import dev.researchlab.domain.metric.BuiltInMetrics;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.run.RunEstimate;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What is done for every trial, beside the call itself and the store. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class HotPath {

  private static final int PLANNED = 10_000;
  private static final CallSize SIZE = new CallSize(100, 50);

  private final Sample sample =
      new Sample(
          "q1",
          Map.of("question", "How many eggs are left of sixteen when seven are used? ".repeat(4)),
          List.of("9", "nine"),
          Map.of());
  private final PromptContent prompt =
      PromptContent.text("Answer with the number alone.\n\nQuestion: {{question}}\nAnswer:");
  private final Answer answer =
      new Answer(
          "Sixteen minus seven are nine eggs, which are sold. ".repeat(8) + "The answer is 9.");
  private final Metric exactMatch = BuiltInMetrics.create(MetricDefinition.of("exact_match"));
  private final Metric numericAnswer = BuiltInMetrics.create(MetricDefinition.of("numeric_answer"));
  private final Metric squadF1 = BuiltInMetrics.create(MetricDefinition.of("squad_f1"));

  private final Lane lane =
      new Lane(new ModelLimits(6e9, 6e12, 6e12, null), new SplittableRandom(1), event -> {}, 0);
  private final Backoff backoff = Backoff.of(new Execution(1_000, 5, Duration.ofSeconds(1)));
  private final GenerationResult completion =
      new GenerationResult.Completion(
          "The answer is 9.", FinishReason.STOP, new TokenUsage(100, 50), Duration.ofMillis(200));
  private long now;

  private final FairQueue<Sample> queue = new FairQueue<>(item -> 1);
  private final FairQueue<Sample>.Flow flow = queue.open(() -> true);

  private final ResearchLab lab =
      ResearchLab.with(
          LocalPorts.inMemory()
              .withProviders(ModelProviders.all(name -> "key", InstantSource.system())));
  private final ExperimentId planned = design();

  private ExperimentId design() {
    ProjectId project = ProjectId.DEFAULT;
    Dataset dataset = lab.datasets().create(project, "questions");
    DatasetVersion version =
        lab.datasets()
            .importVersion(
                project,
                dataset.id(),
                IntStream.range(0, PLANNED)
                    .mapToObj(
                        i -> new Sample("q" + i, sample.variables(), sample.expected(), Map.of()))
                    .iterator());
    Variant variant =
        Variant.of(
            lab.models().register(project, "m", ModelSpecification.of("openai", "m")),
            lab.prompts().write(project, "p", prompt));
    return lab.experiments()
        .design(
            project,
            ExperimentDraft.of(
                "plan",
                new ExperimentDesign(
                    List.of(variant),
                    dataset.id(),
                    version.hash(),
                    List.of(MetricDefinition.of("exact_match")),
                    1,
                    7,
                    null,
                    0.05,
                    new Execution(1_000, 5, Duration.ofSeconds(1)))))
        .id();
  }

  @TearDown
  public void close() {
    lab.close();
  }

  @Benchmark
  public List<ChatMessage> render() {
    return prompt.render(sample);
  }

  @Benchmark
  public Score scoreExactMatch() {
    return exactMatch.score(answer, sample);
  }

  @Benchmark
  public Score scoreNumericAnswer() {
    return numericAnswer.score(answer, sample);
  }

  @Benchmark
  public Score scoreSquadF1() {
    return squadF1.score(answer, sample);
  }

  /** May it be sent, it is sent, it has answered: three quotas and the adaptive limit. */
  @Benchmark
  public Lane limiter() {
    now += 1_000;
    if (lane.wait(SIZE, now) == 0) {
      lane.ended(lane.send(SIZE, now), completion, backoff, now + 500);
    }
    return lane;
  }

  @Benchmark
  public Sample queue() {
    flow.add(sample);
    return flow.take(0);
  }

  /** Reads, renders and counts each trial of a plan, as for {@code lab plan}. */
  @Benchmark
  @OperationsPerInvocation(PLANNED)
  public RunEstimate plan() {
    return lab.runs().estimate(ProjectId.DEFAULT, planned, Duration.ofSeconds(1), 100);
  }
}
