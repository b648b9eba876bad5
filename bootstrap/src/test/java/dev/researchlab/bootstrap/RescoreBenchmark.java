package dev.researchlab.bootstrap;

import com.sun.management.OperatingSystemMXBean;
import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.metric.BuiltInMetrics;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures how the stored answers of a large run are scored again: with stores that make up what is
 * read and keep nothing, or in the embedded default. Started by benchmarks/rescore.
 */
final class RescoreBenchmark {

  /** One for each answer is the hardest case: samples, not answers, cost memory. */
  private static final int EPOCHS = 1;

  private static final int BLOCK = 5_000;
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  private static final List<MetricDefinition> METRICS =
      List.of(MetricDefinition.of("exact_match"), MetricDefinition.of("squad_f1"));
  private static final String[] WORDS =
      "the of Paris 1,889 tower a it's designed engineers and Eiffel, Gustave company was built"
          .split(" ");

  private final int samples;

  private RescoreBenchmark(int answers) {
    this.samples = answers / EPOCHS;
  }

  public static void main(String[] arguments) {
    RescoreBenchmark benchmark = new RescoreBenchmark(Integer.parseInt(arguments[0]));
    benchmark.scoreAlone();
    if (arguments.length == 1) {
      benchmark.measure(benchmark.madeUp(), new DatasetId(UUID.randomUUID()));
    } else {
      Map<String, String> environment = Map.of(Settings.DATA_DIR, arguments[1]);
      try (Stores stores = Stores.open(Settings.of(environment))) {
        DrivenPorts ports = stores.ports();
        benchmark.measure(ports, benchmark.importSamples(ports));
      }
    }
    System.exit(0);
  }

  private static String text(int seed, int most) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int words = 1 + random.nextInt(most); words > 0; words--) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(words > 1 ? " " : ".");
    }
    return text.toString();
  }

  /** In the order of their ids, as numbers of one length. */
  private Sample sample(int i) {
    return new Sample(
        "q" + (10_000_000 + i),
        Map.of("question", "Who built " + text(i, 20)),
        List.of(text(3 * i, 6), text(3 * i + 1, 6), text(3 * i + 2, 6)),
        Map.of());
  }

  private static Evaluation evaluation(RunId run, int i, Map<String, Score> scores) {
    return new Evaluation(
        new EvaluationId(new UUID(run.value().getMostSignificantBits(), i)),
        ProjectId.DEFAULT,
        run,
        new TrialKey("only", "q" + (10_000_000 + i / EPOCHS), 1 + i % EPOCHS),
        new EvaluationOutcome.Answered(text(7 * i, 20)),
        scores,
        new TokenUsage(100 + i % 50, 10),
        Duration.ofMillis(200 + i % 100),
        new BigDecimal("0.0001"),
        1,
        START,
        null,
        null,
        List.of(),
        false);
  }

  private Stream<Evaluation> evaluations(RunId run, Map<String, Score> scores) {
    return IntStream.range(0, samples * EPOCHS).mapToObj(i -> evaluation(run, i, scores));
  }

  private DrivenPorts madeUp() {
    DrivenPorts local = LocalPorts.inMemory();
    AtomicLong recorded = new AtomicLong();
    Map<String, Score> scores =
        Map.of("exact_match", new Score.Value(1, null), "squad_f1", new Score.Value(0.5, null));
    DatasetStore datasets =
        port(
            DatasetStore.class,
            (name, arguments) -> IntStream.range(0, samples).mapToObj(this::sample));
    EvaluationStore evaluations =
        port(
            EvaluationStore.class,
            (name, arguments) ->
                name.equals("record")
                    ? recorded.addAndGet(((Collection<?>) arguments[0]).size())
                    : evaluations((RunId) arguments[1], scores));
    return new DrivenPorts(
        local.projects(),
        local.apiKeys(),
        local.models(),
        datasets,
        local.prompts(),
        local.experiments(),
        local.runs(),
        evaluations,
        local.responses(),
        local.requests(),
        local.audit(),
        List.of(),
        List.of(),
        local.clock(),
        local.ids(),
        local.chance());
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T port(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result = answer.to(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  private DatasetId importSamples(DrivenPorts ports) {
    try (ResearchLab lab = ResearchLab.with(ports)) {
      Dataset dataset = lab.datasets().create(ProjectId.DEFAULT, "questions");
      lab.datasets()
          .importVersion(
              ProjectId.DEFAULT,
              dataset.id(),
              IntStream.range(0, samples).mapToObj(this::sample).iterator());
      return dataset.id();
    }
  }

  private Run source(DrivenPorts ports, DatasetId dataset) {
    List<DatasetVersion> versions =
        Proxy.isProxyClass(ports.datasets().getClass())
            ? List.of()
            : ports.datasets().versions(ProjectId.DEFAULT, dataset);
    RunManifest manifest =
        new RunManifest(
            "1",
            "benchmark",
            dataset,
            "questions",
            versions.isEmpty() ? ContentHash.of("") : versions.getFirst().hash(),
            samples,
            List.of(
                new FrozenVariant(
                    "only",
                    "only",
                    ModelSpecification.of("simulated", "any"),
                    GenerationParameters.PROVIDER_DEFAULTS,
                    "plain",
                    1,
                    PromptContent.text("{{question}}"))),
            List.of(),
            EPOCHS,
            0,
            null,
            0.05);
    Run run =
        new Run(
            new RunId(UUID.randomUUID()),
            ProjectId.DEFAULT,
            new ExperimentId(UUID.randomUUID()),
            1,
            manifest,
            RunStatus.COMPLETED,
            null,
            START,
            START);
    ports.runs().add(run);
    List<Evaluation> block = new ArrayList<>();
    for (int i = 0; i < samples * EPOCHS; i++) {
      block.add(evaluation(run.id(), i, Map.of()));
      if (block.size() == BLOCK || i == samples * EPOCHS - 1) {
        ports.evaluations().record(block);
        block.clear();
      }
    }
    return run;
  }

  /** Nothing but the metrics, by one thread, on answers that are there already. */
  private void scoreAlone() {
    int distinct = 10_000;
    List<Sample> asked = IntStream.range(0, distinct).mapToObj(this::sample).toList();
    List<String> answers = IntStream.range(0, distinct).mapToObj(i -> text(7 * i, 20)).toList();
    List<Metric> metrics = METRICS.stream().map(BuiltInMetrics::create).toList();
    double sum = 0;
    for (String round : List.of("scoring alone, cold", "scoring alone, warm")) {
      Clocks clocks = new Clocks();
      for (int i = 0; i < samples * EPOCHS; i++) {
        for (Metric metric : metrics) {
          Score score = metric.score(answers.get(i % distinct), asked.get(i % distinct));
          sum += score instanceof Score.Value value ? value.value() : 0;
        }
      }
      clocks.report(round);
    }
    System.out.printf("  (sum of the scores: %.1f)%n", sum);
  }

  private void measure(DrivenPorts ports, DatasetId dataset) {
    Run source = source(ports, dataset);
    Clocks clocks = new Clocks();
    try (Stream<Evaluation> stream = ports.evaluations().stream(ProjectId.DEFAULT, source.id())) {
      AtomicLong characters = new AtomicLong();
      stream.forEach(it -> characters.addAndGet(it.outcome().text().orElseThrow().length()));
      System.out.printf(
          "%,d answers of %,d characters to %,d samples%n",
          samples * EPOCHS, characters.get(), samples);
    }
    clocks.report("reading the answers alone");
    try (ResearchLab lab = ResearchLab.with(ports)) {
      clocks = new Clocks();
      Run rescored = lab.comparisons().rescore(ProjectId.DEFAULT, source.id(), METRICS);
      clocks.report("reading, scoring and recording");
      clocks = new Clocks();
      RunSummary summary = lab.comparisons().summarize(ProjectId.DEFAULT, rescored.id());
      clocks.report("the summary");
      System.out.printf(
          "  (%,d evaluated, run %d %s)%n",
          summary.evaluated(), rescored.number(), rescored.status());
    }
  }

  /** Time and CPU of the whole process, and the highest use of the heap, garbage included. */
  private final class Clocks {

    private final OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long cpu;
    private final long start;

    Clocks() {
      System.gc();
      heap().forEach(MemoryPoolMXBean::resetPeakUsage);
      cpu = system.getProcessCpuTime();
      start = System.nanoTime();
    }

    private Stream<MemoryPoolMXBean> heap() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    void report(String what) {
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
      long peak = heap().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
      System.out.printf(
          "%-32s %,10.0f answers/s  %6.1f s  %6.1f s CPU  %4d MB of heap at most%n",
          what, samples * EPOCHS / seconds, seconds, cpuSeconds, peak >> 20);
    }
  }
}
